//! The words that can be typed, where they can be typed.

/// In a session.
pub(super) const SESSION: &[&str] = &[
    "You can type these words at any time, each on a line of its own. Enter alone ends what waits for you.",
    "The keys of the screen work as lines too: n for next, b for back, space as a word.",
    "where: where you are, what is left and what comes. status is the same.",
    "repeat: the present exercise again, with every instruction.",
    "list: every exercise with its number.",
    "pause, resume, and toggle for either.",
    "next: go on now. done: that is enough, or ready.",
    "back: to the start of this or to what came before. restart: this exercise again.",
    "rep: count one.",
    "skip: leave this exercise out. skip and pain, time, equipment or other says why.",
    "later: this exercise at the end. jump and a number or an id: go to that exercise.",
    "easier, harder: the easier or harder exercise instead.",
    "more, less, +10s, -10s: a little more or less of it. slower, faster: the pace of reps.",
    "pain: it hurts. pain and a number from 0 to 10 says how much. flags: when to stop.",
    "before and a number: the pain before the session.",
    "easy, right, hard: how it was. note and your words: a note. Both are kept with the session.",
    "mute: sound off or on. volume and a number. voice and full, brief, counts or off.",
    "quit: stop here; what you have done is kept.",
];

/// The keys of the screen, as lines: what a routine says of them holds here too. Enter alone ends what waits.
pub(super) const KEYS: &[(&str, &str)] = &[
    ("", "done"),
    ("space", "toggle"),
    ("enter", "done"),
    ("n", "next"),
    ("b", "back"),
    ("c", "rep"),
    ("r", "restart"),
    ("s", "skip"),
    ("d", "later"),
    ("e", "easier"),
    ("h", "harder"),
    ("p", "pain"),
    ("g", "jump"),
    ("=", "more"),
    ("+", "more"),
    ("-", "less"),
    (",", "slower"),
    (".", "faster"),
    ("m", "mute"),
    ("v", "voice"),
    ("q", "quit"),
    ("y", "yes"),
];

/// On the summary.
pub(super) const AFTER: &[&str] = &[
    "A number from 0 to 10, or pain and a number: the pain now.",
    "easy, right or hard: how it was.",
    "note and your words: a note. What is no word of these is a note as well.",
    "yes or no: what the session changes next time, if it changes anything.",
    "summary: all of it again.",
    "quit, or an empty line: the end.",
];

/// At home.
pub(super) const HOME: &[&str] = &[
    "A number or a name: start that routine. The name of an exercise starts that exercise.",
    "page and a number or a name: what is in a routine.",
    "list: what is due and the routines again.",
    "today: start what is due. today and a name: only this one of it.",
    "tick and a name: this was done elsewhere.",
    "resume, keep or discard: what to do with an interrupted session.",
    "flags: when to stop. safety: all that is to be heeded.",
    "quit: the end. In other terminals: supple stats, supple log, supple progress, supple program.",
];

/// What a session in lines understands beside the words that every session takes.
const BESIDES: &[&str] =
    &["where", "repeat", "list", "flags", "before", "note", "easy", "right", "hard", "help"];

/// Whether a line that begins so means something, or at least is to say how far time goes.
pub(super) fn is_known(word: &str) -> bool {
    words().any(|known| known == word) || word.starts_with(['+', '-'])
}

/// Said of a word that means nothing here.
pub(super) fn unknown(word: &str) -> String {
    let word: String =
        word.chars().filter(|letter| !crate::diagnostic::is_hostile(*letter)).take(40).collect();
    let all: Vec<&str> = words().collect();
    format!("`{word}` is not understood; the words are {}; help says what they do", all.join(", "))
}

pub(super) fn words() -> impl Iterator<Item = &'static str> {
    super::super::words::WORDS.iter().chain(BESIDES).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_is_answered_with_every_word_of_the_help() {
        let said = unknown("dan\u{1b}ce");
        assert!(said.starts_with("`dance` is not understood; the words are pause, "), "{said}");
        for word in ["where", "repeat", "list", "flags", "before", "note", "easy", "help", "quit"] {
            assert!(said.contains(&format!(" {word}")), "{word}");
        }
    }

    #[test]
    fn every_word_of_a_session_is_in_its_help() {
        let help = SESSION.join(" ");
        let words: Vec<&str> = help.split([' ', ',', ':', '.', ';']).collect();
        for word in super::words().filter(|word| *word != "help") {
            assert!(words.contains(&word), "{word}");
        }
    }
}
