"""Writes all mutants of a source file into it at once, each behind a switch that is read when the program runs.

A mutant is one of those that `cargo mutants --list --json` names. In the planted file `crate::mutant::on(N)` says
whether mutant N is the one to live. Marks in comments stand around each mutant (`/*<N*/ … /*N>*/`) and around each place
that has some (`/*[N,M*/ … /*]*/`), so that what the compiler refuses can be traced to them.
"""

import re

import tree_sitter_rust
from tree_sitter import Language, Parser

PARSER = Parser(Language(tree_sitter_rust.language()))
COMPARISONS = {"==", "!=", "<", ">", "<=", ">="}
LAZY = {"&&", "||"}

# What `mutant.rs` of the planted tree holds. With SUPPLE_MUTANT_REACHED it notes each mutant that is asked for, once.
SWITCH = """\
use std::{env, fs::OpenOptions, io::Write as _, sync::OnceLock, sync::atomic::{AtomicBool, Ordering::Relaxed}};

static ALIVE: OnceLock<u32> = OnceLock::new();
static NOTED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

#[inline]
pub fn on(n: u32) -> bool {
    let alive = *ALIVE.get_or_init(alive);
    if alive == u32::MAX {
        note(n);
    }
    alive == n
}

#[cold]
fn alive() -> u32 {
    if env::var_os("SUPPLE_MUTANT_REACHED").is_some() {
        return u32::MAX;
    }
    env::var("SUPPLE_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

#[cold]
fn note(n: u32) {
    if !NOTED[n as usize].swap(true, Relaxed) {
        let path = env::var_os("SUPPLE_MUTANT_REACHED").unwrap_or_default();
        if let Ok(mut file) = OpenOptions::new().append(true).create(true).open(path) {
            let _ = file.write_all(&n.to_le_bytes());
        }
    }
}
"""


class Edit:
    """A part of the file that is written anew; `build` gets a function that renders what lies within."""

    def __init__(self, start, end, rank, build):
        self.start, self.end, self.rank, self.build = start, end, rank, build
        self.within = []


def plant(text, mutants, hard=frozenset()):
    """The planted text, and the reason for each mutant that this cannot plant, by number.

    `hard` are the places (first numbers) where evaluating the operands first was refused: they get them twice.
    """
    source = text.encode()
    root = PARSER.parse(source).root_node
    lines = [0]
    for line in source.split(b"\n"):
        lines.append(lines[-1] + len(line) + 1)

    def place(position):
        start = lines[position["line"] - 1]
        line = source[start : lines[position["line"]]].decode()
        return start + len(line[: position["column"] - 1].encode())

    left, edits, sites = {}, [], {}
    for mutant in mutants:
        key = (mutant["genre"], place(mutant["span"]["start"]), place(mutant["span"]["end"]))
        sites.setdefault(key, []).append(mutant)
    for (genre, start, end), group in sites.items():
        made = SITES[genre](source, root, start, end, group, group[0]["n"] in hard)
        if isinstance(made, str):
            left.update({mutant["n"]: made for mutant in group})
        else:
            edits += made
            edits += without_const(root, start, end)
    unique = {(edit.start, edit.end, edit.rank): edit for edit in edits if edit.rank == -1}
    edits = [edit for edit in edits if edit.rank != -1] + list(unique.values())
    return render(source, edits).decode(), left


def render(source, edits):
    edits.sort(key=lambda edit: (edit.start, edit.end > edit.start, -edit.end, edit.rank))
    top, stack = [], []
    for edit in edits:
        while stack and stack[-1].end <= edit.start:
            stack.pop()
        (stack[-1].within if stack else top).append(edit)
        if edit.end > edit.start:
            stack.append(edit)

    def part(start, end, inner):
        out, at = b"", start
        for edit in inner:
            if edit.start < start or edit.end > end:
                continue
            out += source[at : edit.start]
            out += edit.build(lambda s, e, own=edit.within: part(s, e, own))
            at = edit.end
        return out + source[at:end]

    return part(0, len(source), top)


def on(n):
    return b"crate::mutant::on(%d)" % n


def marked(n, code):
    return b"/*<%d*/ %s /*%d>*/" % (n, code, n)


def site(group, code):
    return b"/*[%s*/ %s /*]*/" % (b",".join(b"%d" % mutant["n"] for mutant in group), code)


def node_at(root, start, end):
    return root.descendant_for_byte_range(start, end)


def ancestor(node, kinds):
    while node is not None and node.type not in kinds:
        node = node.parent
    return node


def without_const(root, start, end):
    """A function that can be evaluated by the compiler cannot ask which mutant lives."""
    function = ancestor(node_at(root, start, end), {"function_item"})
    for child in function.children if function else []:
        if child.type == "function_modifiers":
            for word in child.children:
                if word.type == "const":
                    return [Edit(word.start_byte, word.end_byte, -1, lambda part: b"/*const*/")]
    return []


def body(source, root, start, end, group, hard):
    returned = re.fullmatch(r"-> impl Iterator<Item ?=(.*?)>(?: ?\+ ?[^>]*(?:<.*>)?)?", group[0]["function"]["return_type"])
    if returned:

        def boxed(part):
            made = [(on(m["n"]), marked(m["n"], b"Box::new(%s)" % m["replacement"].encode())) for m in group]
            arms = [b"if %s { %s } else" % one for one in made]
            code = b" ".join(arms) + b" { Box::new({ %s }) }" % part(start, end)
            return site(group, b"let all: Box<dyn Iterator<Item = %s>> = %s; all" % (returned[1].encode(), code))

        return [Edit(start, end, 0, boxed)]
    if "impl " in group[0]["function"]["return_type"]:
        return "returns a type without a name"

    def build(part):
        arms = [
            b"if %s { return %s; }" % (on(m["n"]), marked(m["n"], m["replacement"].encode())) for m in group
        ]
        return site(group, b" ".join(arms)) + b" "

    return [Edit(start, start, 0, build)]


def binary(source, root, start, end, group, hard):
    token = node_at(root, start, end)
    node = token.parent
    old = source[start:end].decode()
    if node.type == "let_chain" or (old in LAZY and has_let(node)):
        return "unviable: part of a chain of `let`"
    if node.type not in {"binary_expression", "compound_assignment_expr"}:
        return f"no operation known here ({node.type})"
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")

    def build(part):
        a, b = part(left.start_byte, left.end_byte), part(right.start_byte, right.end_byte)
        if old in LAZY:
            m = group[0]["n"]
            alive = on(m)
            if old == "&&":
                code = b"if (%s) == %s { %s } else { %s }" % (a, alive, alive, b)
            else:
                code = b"if (%s) != %s { !%s } else { %s }" % (a, alive, alive, b)
            return b"(" + site(group, code) + b")"
        if node.type == "compound_assignment_expr":
            l, r = (a, b) if hard else (a, b"mutant_r")
            form = b"%s" if hard else b"match %s { mutant_r => { %%s } }" % b.replace(b"%", b"%%")
            end_of = b";"
        elif old in COMPARISONS:
            l, r = (b"(%s)" % a, b"(%s)" % b) if hard else (b"*mutant_l", b"*mutant_r")
            form = b"match (&(%s), &(%s)) { (mutant_l, mutant_r) => { %%s } }" % (escape(a), escape(b))
            end_of = b""
        else:
            l, r = (b"(%s)" % a, b"(%s)" % b) if hard else (b"mutant_l", b"mutant_r")
            form = b"match (%s, %s) { (mutant_l, mutant_r) => { %%s } }" % (escape(a), escape(b))
            end_of = b""
        if hard:
            form = b"%s"
        arms = b""
        for mutant in group:
            code = b"%s %s %s" % (l, mutant["replacement"].encode(), r)
            arms += b"if %s { %s%s } else " % (on(mutant["n"]), marked(mutant["n"], code), end_of)
        code = form % (arms + b"{ %s %s %s%s }" % (l, old.encode(), r, end_of))
        if node.type == "compound_assignment_expr":
            return b"{ " + site(group, code) + b" }"
        return b"(" + site(group, code) + b")"

    return [Edit(node.start_byte, node.end_byte, 1, build)]


def escape(code):
    return code.replace(b"%", b"%%")


def has_let(node):
    """Whether a `let` is among the operands, however the parser groups them."""
    return any(child.type in {"let_condition", "let_chain"} for child in node.children)


def unary(source, root, start, end, group, hard):
    node = node_at(root, start, end).parent
    if node.type != "unary_expression":
        return f"no operation known here ({node.type})"
    operand, m = node.children[-1], group[0]["n"]
    operator = source[start:end]

    def build(part):
        value = part(operand.start_byte, operand.end_byte)
        if hard:
            code = b"if %s { %s } else { %s(%s) }" % (on(m), marked(m, value), operator, value)
        else:
            inner = b"if %s { %s } else { %s mutant_v }" % (on(m), marked(m, b"mutant_v"), operator)
            code = b"match %s { mutant_v => { %s } }" % (value, inner)
        return b"(" + site(group, code) + b")"

    return [Edit(node.start_byte, node.end_byte, 1, build)]


def arm(source, root, start, end, group, hard):
    node = ancestor(node_at(root, start, start + 1), {"match_arm"})
    if node is None or node.start_byte != start:
        return "no arm known here"
    pattern = node.child_by_field_name("pattern")
    guard = pattern.child_by_field_name("condition")
    m = group[0]["n"]
    alive = site(group, marked(m, b"!" + on(m)))
    if guard is None:
        return [Edit(pattern.end_byte, pattern.end_byte, 0, lambda part: b" if " + alive)]
    if guard.type in {"let_condition", "let_chain"}:
        return "the arm's guard has a `let`"
    return [
        Edit(guard.start_byte, guard.start_byte, 0, lambda part: alive + b" && ("),
        Edit(guard.end_byte, guard.end_byte, 2, lambda part: b")"),
    ]


def guard(source, root, start, end, group, hard):
    if node_at(root, start, end).type in {"let_condition", "let_chain"}:
        return "the guard has a `let`"
    by = {mutant["replacement"]: mutant["n"] for mutant in group}

    def build(part):
        code = b"(%s)" % part(start, end)
        if "false" in by:
            code = b"(%s && %s)" % (marked(by["false"], b"!" + on(by["false"])), code)
        if "true" in by:
            code = b"(%s || %s)" % (marked(by["true"], on(by["true"])), code)
        return site(group, code)

    return [Edit(start, end, 0, build)]


def field(source, root, start, end, group, hard):
    node = ancestor(node_at(root, start, start + 1), {"field_initializer", "shorthand_field_initializer"})
    if node is None or node.start_byte != start:
        return "no field known here"
    base = next((n for n in node.parent.children if n.type == "base_field_initializer"), None)
    if base is None:
        return "no base known here"
    base = source[base.start_byte + 2 : base.end_byte]
    literal = ancestor(node, {"struct_expression"})
    if base == b"Default::default()":
        base = b"<" + literal.child_by_field_name("name").text + b">::default()"
    m = group[0]["n"]
    name = node.child_by_field_name("field") or node.children[-1]
    value = node.child_by_field_name("value")

    def build(part):
        kept = part(value.start_byte, value.end_byte) if value else name.text
        dropped = marked(m, b"(" + base + b")." + name.text)
        code = site(group, b"if %s { %s } else { %s }" % (on(m), dropped, kept))
        return code if value else name.text + b": " + code

    at = value or name
    return [Edit(at.start_byte, at.end_byte, 0, build)]


SITES = {
    "FnValue": body,
    "BinaryOperator": binary,
    "UnaryOperator": unary,
    "MatchArm": arm,
    "MatchArmGuard": guard,
    "StructField": field,
}


def regions(planted):
    """The marked parts of a planted text: (start, end, numbers, whether they are one mutant's own)."""
    data, open_marks, found = planted.encode(), [], []
    for mark in re.finditer(rb"/\*(?:<(\d+)|(\d+)>|\[([\d,]+)|(\]))\*/", data):
        begins, ends, place, place_ends = mark.groups()
        if begins or place:
            open_marks.append((mark.end(), begins, place))
        else:
            start, begins, place = open_marks.pop()
            numbers = [int(n) for n in (begins or place).split(b",")]
            found.append((start, mark.start(), numbers, begins is not None))
    return found


def arms(planted, start, end):
    """The mutants in the guards of the arms of the `match` over what stands at `start..end`."""
    root = PARSER.parse(planted.encode()).root_node
    node = ancestor(node_at(root, start, end), {"match_expression"})
    while node is not None and node.child_by_field_name("value").end_byte < end:
        node = ancestor(node.parent, {"match_expression"})
    numbers = []
    for arm in node.child_by_field_name("body").named_children if node else []:
        if arm.type == "match_arm":
            pattern = arm.child_by_field_name("pattern").text.decode()
            numbers += [int(n) for n in re.findall(r"mutant::on\((\d+)\)", pattern)]
    return numbers
