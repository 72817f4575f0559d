#!/usr/bin/env python3
"""Breaks the five rooms in every way that cargo-mutants knows, and says which breaks no test notices.

    python3 tests/mutants/run.py                 all of it; what is known already is not tried again
    python3 tests/mutants/run.py plan session    these rooms only
    python3 tests/mutants/run.py --fresh         forget what is known

It needs cargo-mutants (`cargo install cargo-mutants`) for the list, and tree-sitter with tree-sitter-rust from PyPI. To
build the program once for each of thousands of mutants takes days. So a copy of the tree under `target/mutants` gets all of
them at once, each behind a switch; then each test is asked which of them it comes by, and each mutant meets those
tests only, the fastest first, until one fails. `equivalent.toml` lists those that change nothing, with the reason.
"""

import argparse
import json
import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
import tomllib
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import plant

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = ROOT / "target" / "mutants"
TREE = OUT / "tree"
ROOMS = ["plan", "session", "program", "routine", "history"]
# The test programs that are asked, besides the unit tests. Those of sound, desktop and terminal take too long.
TESTS = """session_rules session_resume plan_rules scenarios session_model session_properties program progression check
    stats content facts trimming speech faults log cli docs plain safety figures screens year""".split()
FEATURES = ["--no-default-features"]
# A test that takes longer with a mutant than this, in seconds, and so many times what it takes without, has noticed it.
PATIENCE, TIMES = 6, 6
# What a test may take of the machine's memory while a mutant lives, in bytes.
MEMORY = 4 << 30
# Tests that go beyond this, in seconds, are not asked.
TOO_LONG = 90


def main():
    wants = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    wants.add_argument("rooms", nargs="*")
    wants.add_argument("--fresh", action="store_true", help="forget what is known")
    wants.add_argument("--again", action="store_true", help="try again what no test noticed")
    wants.add_argument("--build-only", action="store_true")
    wants.add_argument("--no-build", action="store_true", help="ask the test programs that are there")
    wants.add_argument("--report", action="store_true", help="say what is known, run nothing")
    wants.add_argument("--tests", default=" ".join(TESTS), help="the test programs to ask, besides the unit tests")
    wants.add_argument("--within", type=float, default=1e9, help="ask the quickest tests only, for so many seconds a mutant")
    wants.add_argument("--jobs", type=int, default=2)
    wants = wants.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    known = Known(wants.fresh)
    if wants.report:
        return report(json.loads((OUT / "mutants.json").read_text()), known, wants.rooms or ROOMS)
    if wants.no_build:
        mutants = json.loads((OUT / "mutants.json").read_text())
        programs = [("", path) for path in json.loads((OUT / "reach.json").read_text()) if os.path.exists(path)]
        return try_rooms(mutants, reach(programs), known, wants)
    mutants = listed()
    programs = build(mutants, known, wants.tests.split())
    (OUT / "mutants.json").write_text(json.dumps(mutants))
    if wants.build_only:
        return 0
    return try_rooms(mutants, reach(programs), known, wants)


def try_rooms(mutants, tests, known, wants):
    for room in wants.rooms or ROOMS:
        try_all([m for m in mutants if m["room"] == room], tests, known, wants)
    return report(mutants, known, wants.rooms or ROOMS)


class Known:
    """What has been found out, by mutant: kept after each, so that a run can be cut off and gone on with."""

    def __init__(self, fresh):
        self.path = OUT / "known.jsonl"
        if fresh:
            self.path.unlink(missing_ok=True)
        self.of, self.lock = {}, threading.Lock()
        if self.path.exists():
            for line in self.path.read_text().splitlines():
                one = json.loads(line)
                self.of[one["id"]] = one

    def say(self, mutant, state, by=""):
        with self.lock:
            one = {"id": mutant["id"], "state": state, "by": by}
            self.of[mutant["id"]] = one
            with self.path.open("a") as file:
                file.write(json.dumps(one) + "\n")

    def state(self, mutant):
        return self.of.get(mutant["id"], {}).get("state")


def listed():
    """All mutants, each with a number, and an id that lasts while its line and those like it stay."""
    mutants, counts = [], Counter()
    for room in ROOMS:
        command = ["cargo", "mutants", "--list", "--json", "-f", f"src/{room}/**"]
        mutants += [m | {"room": room} for m in json.loads(run(command, cwd=ROOT).stdout)]
    # Numbers last, so that little has to be compiled anew.
    texts, kept = {}, OUT / "numbers.json"
    numbers = json.loads(kept.read_text()) if kept.exists() else {}
    for mutant in mutants:
        file = mutant["file"]
        lines = texts.setdefault(file, (ROOT / file).read_text().split("\n"))
        mutant.pop("diff", None)
        mutant["line"] = lines[mutant["span"]["start"]["line"] - 1].strip()
        mutant["change"] = mutant["name"].split(": ", 1)[1]
        id = f"{file} | {mutant['change']} | {mutant['line']}"
        counts[id] += 1
        mutant["id"] = id if counts[id] == 1 else f"{id} | {counts[id]}"
        mutant["n"] = numbers.setdefault(mutant["id"], len(numbers) + 1)
    kept.write_text(json.dumps(numbers))
    return mutants


def build(mutants, known, names):
    """Plants and builds until nothing is refused; returns the test programs."""
    files = run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT).stdout.splitlines()
    by_file = defaultdict(list)
    for mutant in mutants:
        by_file[mutant["file"]].append(mutant)
    held = set(files) | {"src/mutant.rs"}
    for path in TREE.rglob("*") if TREE.exists() else []:
        name = path.relative_to(TREE)
        if path.is_file() and name.parts[0] != "target" and str(name) not in held:
            path.unlink()
    for file in files:
        if file not in by_file:
            copy(file)
    put("src/mutant.rs", plant.SWITCH.replace("COUNT", str(max(m["n"] for m in mutants) + 1)))
    dropped, hard, refused = {}, set(), OUT / "refused.json"
    if refused.exists():
        before = json.loads(refused.read_text())
        dropped = {m["n"]: before["dropped"][m["id"]] for m in mutants if m["id"] in before["dropped"]}
        hard = {m["n"] for m in mutants if m["id"] in before["hard"]}
    while True:
        planted = {}
        for file, group in by_file.items():
            wanted = [m for m in group if m["n"] not in dropped]
            planted[file], left = plant.plant((ROOT / file).read_text(), wanted, hard)
            dropped.update(left)
            put(file, planted[file])
        faults = compiled(["build", "--lib"])
        if not faults:
            break
        before = (len(dropped), len(hard))
        for fault in faults:
            blame(fault, planted, mutants, dropped, hard)
        print(f"refused: {len(dropped)}, otherwise: {len(hard)}", flush=True)
        if (len(dropped), len(hard)) == before:
            sys.exit("this does not compile:\n" + "\n".join(fault["rendered"] for fault in faults[:5]))
    ids = {m["n"]: m["id"] for m in mutants}
    refused.write_text(
        json.dumps({"dropped": {ids[n]: why for n, why in dropped.items()}, "hard": [ids[n] for n in hard]})
    )
    for mutant in mutants:
        why = dropped.get(mutant["n"])
        mutant["dropped"] = why
        if why:
            known.say(mutant, "unviable" if why.startswith("unviable") else "left", why)
    programs = []
    faults = compiled(["test", "--no-run", "--lib", *(f"--test={name}" for name in names)], programs)
    if faults:
        sys.exit("this does not compile:\n" + "\n".join(fault["rendered"] for fault in faults[:5]))
    return programs


def copy(file):
    text = (ROOT / file).read_bytes()
    if file == "src/lib.rs":
        text += b"\npub mod mutant;\n"
    elif file == "Cargo.toml":
        text = text.replace(b'debug = "line-tables-only"', b"debug = false")
    elif file.endswith(".rs"):
        # A program that is started by a test has to know which mutant lives.
        kept = b'.envs(std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"SUPPLE_MUTANT")))'
        if b"CommandBuilder" not in text:
            text = text.replace(b".env_clear()", b".env_clear()" + kept)
    put(file, text)


def put(file, text):
    path = TREE / file
    text = text.encode() if isinstance(text, str) else text
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)
        if os.access(ROOT / file, os.X_OK):
            path.chmod(0o755)


def compiled(what, programs=None):
    """Compiles in the planted tree; returns what the compiler says against it."""
    environment = os.environ | {"RUSTFLAGS": "--cap-lints=allow"}
    command = ["cargo", *what, *FEATURES, "--message-format=json", "--quiet"]
    done = subprocess.run(command, cwd=TREE, env=environment, capture_output=True, text=True, check=False)
    faults = []
    for line in done.stdout.splitlines():
        said = json.loads(line)
        if said["reason"] == "compiler-message" and said["message"]["level"] == "error":
            if said["message"]["spans"]:
                faults.append(said["message"])
        elif said["reason"] == "compiler-artifact" and said["profile"]["test"] and said["executable"]:
            if programs is not None:
                programs.append((said["target"]["name"], said["executable"]))
    if done.returncode != 0 and not faults:
        sys.exit(done.stderr)
    return faults


def blame(fault, planted, mutants, dropped, hard):
    """Drops the mutants that a fault lies in; a place that is at fault is planted in another way, and dropped then."""
    code = (fault["code"] or {}).get("code")
    spans = sorted(fault["spans"], key=lambda span: not span["is_primary"])
    if code == "E0015" and "mutant::on" not in fault["message"]:
        # A constant is made with a function that is asked, and was `const`.
        name = re.search(r"`(?:.*::)?(\w+)`", fault["message"])[1]
        for mutant in mutants:
            text = planted.get(mutant["file"], "")
            if (mutant["function"] or {}).get("function_name", "").rsplit("::", 1)[-1] == name:
                if re.search(r"/\*const\*/ fn " + name + r"\b", text):
                    dropped.setdefault(mutant["n"], "has to be known when the program is compiled")
        return
    first = fault["message"]
    if code == "E0004":
        at = spans[0]
        for n in plant.arms(planted[at["file_name"]], at["byte_start"], at["byte_end"]):
            if next(m for m in mutants if m["n"] == n)["genre"] == "MatchArm":
                dropped.setdefault(n, f"not planted: {first}")
        return
    for own in (True, False):
        for span in spans:
            if span["file_name"] not in planted:
                continue
            at = (span["byte_start"], span["byte_end"])
            around = [r for r in plant.regions(planted[span["file_name"]]) if r[0] <= at[0] and at[1] <= r[1]]
            around.sort(key=lambda region: region[1] - region[0])
            for _, _, numbers, is_own in around[:1]:
                if is_own and own:
                    dropped.setdefault(numbers[0], f"unviable: {first}")
                    return
                if not is_own and not own:
                    if numbers[0] in hard:
                        dropped.update({n: f"not planted: {first}" for n in numbers})
                    else:
                        hard.add(numbers[0])
                    return


def run(command, **how):
    return subprocess.run(command, capture_output=True, text=True, check=True, **how)


def environment(**more):
    home = OUT / "home"
    home.mkdir(exist_ok=True)
    scratch = Path(os.environ.get("TMPDIR", "/tmp"))
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "CARGO_HOME", "RUSTUP_HOME") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "TMPDIR": str(scratch),
        "CARGO_MANIFEST_DIR": str(TREE),
        "INSTA_UPDATE": "no",
        "INSTA_FORCE_PASS": "0",
        "PROPTEST_RNG_SEED": "9",
        "PROPTEST_MAX_SHRINK_ITERS": "0",
        "PROPTEST_DISABLE_FAILURE_PERSISTENCE": "1",
        "RUST_BACKTRACE": "0",
        **more,
    }


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def test(program, names, patience, **more):
    """Whether these tests pass: True, False, or None if they took too long."""
    command = [program, "--exact", "--test-threads=1", "-q", *names]
    child = subprocess.Popen(
        command,
        cwd=TREE,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=bounded,
    )
    try:
        return child.wait(patience) == 0
    except subprocess.TimeoutExpired:
        return None
    finally:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()


def reach(programs):
    """Runs each test by itself: (program, name, seconds, the mutants it comes by)."""
    kept = OUT / "reach.json"
    before = json.loads(kept.read_text()) if kept.exists() else {}
    before = {path: one for path, one in before.items() if one["stamp"] == stamp(path)}
    jobs = []
    for path in (path for _, path in programs if path not in before):
        said = subprocess.run(
            [path, "--list", "--format", "terse"], cwd=TREE, env=environment(), capture_output=True, text=True, check=True
        ).stdout
        jobs += [(path, line[: -len(": test")]) for line in said.splitlines() if line.endswith(": test")]
        before[path] = {"stamp": stamp(path), "tests": []}
    notes = OUT / "notes"
    shutil.rmtree(notes, ignore_errors=True)
    notes.mkdir()

    def one(job):
        n, (path, name) = job
        note = notes / str(n)
        began = time.monotonic()
        passed = test(path, [name], TOO_LONG, SUPPLE_MUTANT_REACHED=str(note))
        took = time.monotonic() - began
        data = note.read_bytes() if note.exists() else b""
        reached = sorted(set(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])))
        if not passed:
            print(f"not asked, it {'fails' if passed is False else 'takes too long'}: {Path(path).name} {name}", flush=True)
        return {"program": path, "name": name, "seconds": took, "reached": reached, "passed": passed}

    with ThreadPoolExecutor(2) as pool:
        for test_ in pool.map(one, enumerate(jobs)):
            if test_["passed"]:
                before[test_["program"]]["tests"].append(test_)
    kept.write_text(json.dumps(before))
    tests = [test_ for _, path in programs for test_ in before[path]["tests"]]
    print(f"{len(tests)} tests in {sum(t['seconds'] for t in tests):.0f} s", flush=True)
    return tests


def stamp(path):
    return os.stat(path).st_mtime_ns if os.path.exists(path) else None


def batches(tests):
    """The tests in runs of one program each, the quickest first, and each run longer than those before."""
    tests, out, limit = sorted(tests, key=lambda test: test["seconds"]), [], 0.15
    while tests:
        now, spent = [], 0.0
        while tests and (not now or spent + tests[0]["seconds"] <= limit):
            spent += tests[0]["seconds"]
            now.append(tests.pop(0))
        by_program = defaultdict(list)
        for test in now:
            by_program[test["program"]].append(test)
        out += sorted(by_program.values(), key=lambda group: sum(test["seconds"] for test in group))
        limit *= 2
    return out


def quickest(tests, seconds):
    """As many tests as fit into so many seconds, the quickest; the quickest of all in any case."""
    kept = sorted(tests, key=lambda test: test["seconds"])
    while len(kept) > 1 and sum(test["seconds"] for test in kept) > seconds:
        kept.pop()
    return kept


def try_all(mutants, tests, known, wants):
    by_mutant = defaultdict(list)
    for test_ in tests:
        for n in test_["reached"]:
            by_mutant[n].append(test_)
    left = [m for m in mutants if not m.get("dropped")]
    done = {"caught", "slow"} if wants.again else {"caught", "slow", "missed", "unreached"}
    listed, _ = equivalents(mutants)
    left = [m for m in left if known.state(m) not in done and (known.state(m) is None or m["id"] not in listed)]
    began, count = time.monotonic(), Counter()

    def one(mutant):
        candidates = by_mutant.get(mutant["n"])
        if not candidates:
            known.say(mutant, "unreached")
            return "unreached"
        for group in batches(quickest(candidates, wants.within)):
            names = [test["name"] for test in group]
            patience = PATIENCE + TIMES * sum(test["seconds"] for test in group)
            passed = test(group[0]["program"], names, patience, SUPPLE_MUTANT=str(mutant["n"]))
            if not passed:
                known.say(mutant, "caught" if passed is False else "slow", f"{Path(group[0]['program']).name} {names[0]} …")
                return "caught" if passed is False else "slow"
        known.say(mutant, "missed")
        return "missed"

    with ThreadPoolExecutor(wants.jobs) as pool:
        for n, state in enumerate(pool.map(one, left), 1):
            count[state] += 1
            if n % 25 == 0:
                print(f"{n} of {len(left)} in {time.monotonic() - began:.0f} s: {dict(count)}", flush=True)


def report(mutants, known, rooms):
    listed, stale = equivalents(mutants, known)
    alive = []
    print("room      mutants unviable  caught (of these by time)  listed  left  missed  not tried")
    for room in rooms:
        count = Counter()
        for mutant in mutants:
            if mutant["room"] != room:
                continue
            state = known.state(mutant) or "not tried"
            if state in {"missed", "unreached", "left"} and mutant["id"] in listed:
                state = "listed"
            if state in {"missed", "unreached"}:
                alive.append((mutant, state))
            count[state] += 1
        caught = count["caught"] + count["slow"]
        missed = count["missed"] + count["unreached"]
        print(
            f"{room:9} {sum(count.values()):7} {count['unviable']:8} {caught:7} {count['slow']:19} "
            f"{count['listed']:7} {count['left']:5} {missed:7} {count['not tried']:10}"
        )
    for mutant, state in alive:
        print(f"{mutant['file']}:{mutant['span']['start']['line']}: {mutant['change']} [{state}]  {mutant['line']}")
    for entry in stale:
        print(f"equivalent.toml: no such mutant any more, or it is caught: {entry}")
    return 1 if alive or stale else 0


def equivalents(mutants, known):
    """The ids of those that are listed, and the entries that need not be."""
    path = HERE / "equivalent.toml"
    entries = tomllib.loads(path.read_text()).get("mutant", []) if path.exists() else []
    found, stale = set(), []
    for entry in entries:
        assert entry["why"].strip(), entry
        ids = [
            m["id"]
            for m in mutants
            if m["file"] == entry["file"] and m["change"] == entry["change"] and m["line"] == entry["line"]
        ]
        found.update(ids)
        if all(known.of.get(id, {}).get("state") in {"caught", "slow"} for id in ids):
            stale.append(f"{entry['file']}: {entry['change']}")
    return found, stale


if __name__ == "__main__":
    sys.exit(main())
