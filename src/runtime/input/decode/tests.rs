//! Bytes of terminals, and what they mean.

use crossterm::event::{KeyEventKind, MouseButton, MouseEventKind};
use proptest::prelude::*;

use super::*;

/// What the bytes mean, and what is left to wait for.
fn decode(bytes: &[u8]) -> (Vec<Event>, Option<Duration>) {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    for byte in bytes {
        decoder.take(*byte, &mut events);
    }
    (events, decoder.patience())
}

/// The keys, in words.
fn keys(bytes: &[u8]) -> Vec<String> {
    let (events, waits) = decode(bytes);
    assert_eq!(waits, None, "{bytes:?}");
    let name = |event: &Event| match event {
        Event::Key(key) => {
            let kind = match key.kind {
                KeyEventKind::Press => "",
                KeyEventKind::Repeat => " held",
                KeyEventKind::Release => " let go",
            };
            crate::ui::Chord::from(*key).name() + kind
        }
        other => format!("{other:?}"),
    };
    events.iter().map(name).collect()
}

#[test]
fn keys_of_all_kinds_of_terminals() {
    for (bytes, names) in [
        ("q\r\t \u{7f}", &["q", "enter", "tab", "space", "backspace"][..]),
        ("\u{3}\u{1a}\0\u{1c}", &["ctrl-c", "ctrl-z", "ctrl-space", "ctrl-4"]),
        ("Aéß猫👩", &["A", "é", "ß", "猫", "👩"]),
        ("\u{1b}[A\u{1b}OB\u{1b}[1;5C\u{1b}[1;2D", &["up", "down", "ctrl-right", "shift-left"]),
        (
            "\u{1b}[H\u{1b}[1~\u{1b}OH\u{1b}[7~\u{1b}[F\u{1b}[4~",
            &["home", "home", "home", "home", "end", "end"],
        ),
        (
            "\u{1b}[5~\u{1b}[6~\u{1b}[2~\u{1b}[3~\u{1b}[3;5~",
            &["pageup", "pagedown", "insert", "delete", "ctrl-delete"],
        ),
        (
            "\u{1b}OP\u{1b}[11~\u{1b}[[A\u{1b}[15~\u{1b}[24~\u{1b}[34~",
            &["f1", "f1", "f1", "f5", "f12", "f20"],
        ),
        ("\u{1b}[1;2R\u{1b}[Z", &["shift-f3", "backtab"]),
        ("\u{1b}x\u{1b}é\u{1b}\r\u{1b}\u{3}", &["alt-x", "alt-é", "alt-enter", "ctrl-alt-c"]),
        ("\u{1b}\u{1b}[A", &["esc", "up"]),
        ("\u{1b}OM\u{1b}Oq\u{1b}Ok", &["enter", "1", "+"]),
        ("\u{1b}[27;5;105~", &["tab"]),
    ] {
        assert_eq!(keys(bytes.as_bytes()), names, "{bytes:?}");
    }
}

#[test]
fn keys_of_kitty_s_protocol() {
    for (bytes, names) in [
        ("\u{1b}[97u\u{1b}[97;2u\u{1b}[97:65;2u\u{1b}[97;65u", &["a", "A", "A", "A"][..]),
        ("\u{1b}[27u\u{1b}[13u\u{1b}[9;2u\u{1b}[99;5u", &["esc", "enter", "backtab", "ctrl-c"]),
        ("\u{1b}[97;1:1u\u{1b}[97;1:2u\u{1b}[97;1:3u", &["a", "a held", "a let go"]),
        ("\u{1b}[1;1:3A\u{1b}[5;1:2~", &["up let go", "pageup held"]),
        ("\u{1b}[49:33;2u\u{1b}[57400u\u{1b}[57414u\u{1b}[57376u", &["!", "1", "enter", "f13"]),
        // Shift by itself, a media key, and what is the window manager's.
        ("\u{1b}[57441;2u\u{1b}[57430u\u{1b}[113;9u\u{1b}[1;9A", &[]),
        ("\u{1b}[1089::99;1;1089u\u{1b}[1089::99;5u", &["с", "ctrl-c"]),
    ] {
        assert_eq!(keys(bytes.as_bytes()), names, "{bytes:?}");
    }
}

#[test]
fn what_is_not_understood_is_passed_over_as_a_whole() {
    for bytes in [
        &b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"[..],
        b"\x1b]11;rgb:ffff/qqqq/ssss\x07",
        b"\x1bP1+r544e=787465726d\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b[?2026;2$y\x1b[?1u\x1b[?62;22c\x1b[>1;10;0c\x1b[>0q",
        b"\x1b[24;80R\x1b[0;0R\x1b[8;24;80t\x1b[999~\x1b[q\x1b[1;;;;;u",
        b"\x1b[<0;0M\x1b[<999;1;1M\x1b[<;;M\x1b[<0;99999;1M\x1b[M\x01\x01\x01",
        b"\x1b[201~\x1b[1114112u\x1b[55296u\x1b[4294967297u\x1b[0u",
        b"\xff\xfe\x80\xc2\xc2\x80\xc2\x9b\xed\xa0\x80\xf4\x90\x80\x80",
    ] {
        assert_eq!(decode(bytes), (Vec::new(), None), "{:?}", String::from_utf8_lossy(bytes));
    }
    let endless = [b"\x1b[".to_vec(), vec![b'1'; 10_000], b"Aq".to_vec()].concat();
    assert_eq!(keys(&endless), ["q"], "however long it is");
    assert_eq!(keys(b"\x1b[1;\rq"), ["enter", "q"], "a key in the midst of it is a key");
    assert_eq!(keys(b"\x1b[1;\x1b[B"), ["down"]);
    assert_eq!(keys(b"\xe7\x8cq"), ["q"], "of a broken character nothing is left");
}

#[test]
fn a_mouse_says_where_and_what() {
    let mouse = |bytes: &[u8]| match decode(bytes).0.as_slice() {
        [Event::Mouse(mouse)] => (mouse.kind, mouse.column, mouse.row),
        other => panic!("{other:?}"),
    };
    assert_eq!(mouse(b"\x1b[<0;20;10M"), (MouseEventKind::Down(MouseButton::Left), 19, 9));
    assert_eq!(mouse(b"\x1b[<0;20;10m"), (MouseEventKind::Up(MouseButton::Left), 19, 9));
    assert_eq!(mouse(b"\x1b[<65;1;1M"), (MouseEventKind::ScrollDown, 0, 0));
    assert_eq!(mouse(b"\x1b[<64;0;0M"), (MouseEventKind::ScrollUp, 0, 0), "some terminals count from nought");
    assert_eq!(mouse(b"\x1b[M !!"), (MouseEventKind::Down(MouseButton::Left), 0, 0));
    assert_eq!(mouse(b"\x1b[M\x20\xff\xff"), (MouseEventKind::Down(MouseButton::Left), 222, 222));
}

#[test]
fn what_is_pasted_is_text_whatever_is_in_it() {
    let paste = |text: &str| Event::Paste(text.to_owned());
    let (events, waits) = decode("\u{1b}[200~qy\rn\u{1b}[A\u{3}猫\u{1b}[201~q".as_bytes());
    assert_eq!(events, [paste("qy\rn\u{1b}[A\u{3}猫"), Event::Key(KeyCode::Char('q').into())]);
    assert_eq!(waits, None);
    let long = [b"\x1b[200~".to_vec(), vec![b'q'; LONGEST_PASTE + 100], b"\x1b[201~".to_vec()].concat();
    assert_eq!(decode(&long), (vec![paste(&"q".repeat(LONGEST_PASTE))], None));
    assert_eq!(decode(b"\x1b[200~qy\r"), (Vec::new(), Some(PASTE)), "its end is still to come");
}

#[test]
fn what_has_no_end_is_given_up() {
    let given_up = |bytes: &[u8]| {
        let (mut decoder, mut events) = (Decoder::default(), Vec::new());
        for byte in bytes {
            decoder.take(*byte, &mut events);
        }
        assert!(events.is_empty() && decoder.patience().is_some(), "{bytes:?}");
        decoder.give_up(&mut events);
        assert_eq!(decoder.patience(), None);
        decoder.take(b'n', &mut events);
        decoder.give_up(&mut events);
        events
    };
    let n = || Event::Key(KeyCode::Char('n').into());
    let alt = |key| Event::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::ALT));
    assert_eq!(given_up(b"\x1b"), [Event::Key(KeyCode::Esc.into()), n()]);
    assert_eq!(given_up(b"\x1b["), [alt('['), n()]);
    assert_eq!(given_up(b"\x1b]"), [alt(']'), n()]);
    assert_eq!(given_up(b"\x1b]11;rgb"), [n()]);
    assert_eq!(given_up(b"\x1b[1;5"), [n()]);
    assert_eq!(given_up(b"\x1b[M!"), [n()]);
    assert_eq!(given_up(b"\xe7\x8c"), [n()]);
    assert_eq!(given_up(b"\x1b[200~abc"), [Event::Paste("abc".into()), n()]);
}

#[test]
fn the_rest_of_a_paste_that_stalled_is_no_key() {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    let mut take = |bytes: &[u8], stalls: bool| {
        for byte in bytes {
            decoder.take(*byte, &mut events);
        }
        if stalls {
            decoder.give_up(&mut events);
        }
        (std::mem::take(&mut events), decoder.patience())
    };
    let paste = |text: &str| Event::Paste(text.to_owned());
    assert_eq!(take(b"\x1b[200~quiet", true), (vec![paste("quiet")], None));
    assert_eq!(take(b"q is a key, so it is", true), (vec![paste("q is a key, so it is")], None));
    assert_eq!(take(b"q\x1b[201~", false), (vec![paste("q")], None));
    let key = |code: KeyCode| Event::Key(code.into());
    assert_eq!(take(b"n", false), (vec![key(KeyCode::Char('n'))], None));
    // Nothing was left but the end.
    take(b"\x1b[200~quiet", true);
    assert_eq!(take(b"\x1b[201~n", false), (vec![key(KeyCode::Char('n'))], None));
    // One that is never ended leaves the keys alone.
    take(b"\x1b[200~quiet", true);
    assert_eq!(take(b"\x1b", false), (vec![], Some(REST)));
    assert_eq!(take(b"", true), (vec![key(KeyCode::Esc)], None));
    assert_eq!(take(b"n", false), (vec![key(KeyCode::Char('n'))], None));
    // Nor is an arrow that is held down text, however much of it comes at once.
    take(b"\x1b[200~quiet", true);
    assert_eq!(take(&b"\x1b[B".repeat(9), false), (vec![key(KeyCode::Down); 9], None));
    assert_eq!(take(b"n", false), (vec![key(KeyCode::Char('n'))], None));
}

#[test]
fn focus_comes_and_goes() {
    assert_eq!(decode(b"\x1b[I\x1b[O"), (vec![Event::FocusGained, Event::FocusLost], None));
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        proptest::sample::select(vec![
            &b"\x1b["[..],
            b"\x1b[<",
            b"\x1b[M",
            b"\x1bO",
            b"\x1b]",
            b"\x1bP",
            b"\x1b[200~",
            b"\x1b[201~",
            b"\x1b",
            b"\x1b\\",
            b";",
            b":",
            b"0",
            b"1",
            b"65536",
            b"4294967296",
            b"u",
            b"~",
            b"R",
            b"m",
            b"\xe7",
            b"\x8c",
        ])
        .prop_map(<[u8]>::to_vec),
    ]
}

#[test]
fn an_answer_is_told_once_and_is_no_key_whatever_stands_around_it() {
    for end in ["\x07", "\x1b\\"] {
        let (mut decoder, mut events) = (Decoder::default(), Vec::new());
        for byte in format!("j\x1b]11;rgb:FDfd/f6f6/e3e3{end}q").bytes() {
            decoder.take(byte, &mut events);
        }
        assert_eq!(events, ['j', 'q'].map(|key| Event::Key(KeyCode::Char(key).into())));
        assert_eq!(decoder.answered().as_deref(), Some("11;rgb:FDfd/f6f6/e3e3"));
        assert_eq!(decoder.answered(), None);
    }
}

#[test]
fn a_function_key_with_another_one_down_is_no_letter() {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    for byte in b"\x1bO2P\x1bO1;5S" {
        decoder.take(*byte, &mut events);
    }
    assert_eq!(events, [KeyCode::F(1), KeyCode::F(4)].map(|code| Event::Key(code.into())));
}

#[test]
fn half_an_answer_and_one_without_measure_are_none() {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    for byte in b"\x1b]11;rgb:00" {
        decoder.take(*byte, &mut events);
    }
    assert_eq!(decoder.patience(), Some(ANSWER));
    decoder.give_up(&mut events);
    let long = [b"\x1b]11;", &[b'0'; 2 * LONGEST_SEQUENCE][..], b"\x07"].concat();
    for byte in long {
        decoder.take(byte, &mut events);
    }
    assert_eq!((decoder.answered(), events), (None, Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_bytes_and_a_moment_a_key_is_a_key(pieces in proptest::collection::vec(piece(), 0..60)) {
        let (mut decoder, mut events) = (Decoder::default(), Vec::new());
        for byte in pieces.concat() {
            decoder.take(byte, &mut events);
        }
        decoder.give_up(&mut events);
        events.clear();
        decoder.take(b'n', &mut events);
        decoder.give_up(&mut events);
        prop_assert_eq!(events, [Event::Key(KeyCode::Char('n').into())]);
    }
}
