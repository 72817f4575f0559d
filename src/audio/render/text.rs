//! What of a text a speech program is given.

/// Longer than anything that a session has room for.
const MOST: usize = 1_000;

/// The text on one line, with nothing in it that any program takes for a command: no control characters, no markup, no
/// brackets (espeak-ng and say take orders in them), no `!` in front (which spd-say obeys).
///
/// # Errors
/// When there is nothing to say or too much, in a sentence without a full stop.
pub fn clean(text: &str) -> Result<String, String> {
    let mut line = String::new();
    for character in text.chars() {
        match character {
            '&' => line.push_str(" and "),
            '<' | '>' | '[' | ']' | '{' | '}' | '|' | '\\' | '`' => line.push(' '),
            c if c.is_control() || c.is_whitespace() => line.push(' '),
            c => line.push(c),
        }
    }
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_start_matches(|c: char| c == '!' || c.is_whitespace());
    if !line.chars().any(char::is_alphanumeric) {
        return Err("there is nothing in this text to say".into());
    }
    if line.chars().count() > MOST {
        return Err(format!("this text is too long to be spoken: more than {MOST} characters"));
    }
    Ok(line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_program_would_obey() {
        let text = "!!-! STOP\u{1b}[31m <b>Knees & hips</b>\n[[volm 0]] {x} \\pau=9\\ a|b `id`\u{0}";
        assert_eq!(clean(text).unwrap(), "-! STOP 31m b Knees and hips /b volm 0 x pau=9 a b id");
        assert_eq!(
            clean("Pull the knee up, and hold; 20° – “soft”.").unwrap(),
            "Pull the knee up, and hold; 20° – “soft”."
        );
    }

    #[test]
    fn too_little_and_too_much_are_refused() {
        for text in ["", "  \n", "…", "<>", "!"] {
            assert!(clean(text).unwrap_err().contains("nothing"), "{text}");
        }
        assert!(clean(&"ä".repeat(MOST)).is_ok());
        assert!(clean(&"ä".repeat(MOST + 1)).unwrap_err().contains("too long"));
    }
}
