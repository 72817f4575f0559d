//! For terminals that know ASCII only, or not much more.

use ratatui::buffer::Buffer;

/// Replaces every symbol that is not ASCII by one that is as wide.
pub(crate) fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let Some(first) = cell.symbol().chars().next() else { continue };
        if !cell.symbol().is_ascii() {
            cell.set_char(plain(first));
        }
    }
}

/// Replaces every symbol that the font of a Linux console is likely to lack. It has the letters of its language, lines and
/// blocks.
pub(crate) fn to_console(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let Some(first) = cell.symbol().chars().next() else { continue };
        if !cell.symbol().is_ascii() && !first.is_alphabetic() && !ON_CONSOLE.contains(&first) {
            cell.set_char(match first {
                '╭' => '┌',
                '╮' => '┐',
                '╰' => '└',
                '╯' => '┘',
                '━' | '▅' => '▄',
                '╸' | '▃' => '─',
                '▆' | '▇' => '█',
                '┃' | '▏' => '│',
                other => plain(other),
            });
        }
    }
}

const ON_CONSOLE: [char; 25] = [
    '─', '│', '┌', '┐', '└', '┘', '├', '┤', '┬', '┴', '┼', '█', '▄', '▀', '▌', '▐', '░', '▒', '▓', '·', '×',
    '→', '←', '↑', '↓',
];

fn plain(symbol: char) -> char {
    match symbol {
        '━' | '█' | '▅' => '=',
        '▆' | '▇' => '#',
        '─' | '▃' | '▄' | '▀' | '–' | '—' => '-',
        '╸' | '→' | '▸' => '>',
        '←' => '<',
        '↑' => '^',
        '↓' | '▾' => 'v',
        '│' | '┃' | '▌' | '▏' => '|',
        '╭' | '╮' | '╰' | '╯' | '┌' | '┐' | '└' | '┘' | '┼' | '├' | '┤' | '┬' | '┴' => {
            '+'
        }
        '●' | '•' => '*',
        '◉' | '◐' | 'Ò'..='Ö' => 'O',
        '○' | 'ò'..='ö' => 'o',
        '▁' | '▂' => '_',
        '·' | '…' => '.',
        '×' | '✓' => 'x',
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '≈' | '♪' => '~',
        'à'..='å' => 'a',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ù'..='ü' => 'u',
        'À'..='Å' => 'A',
        'È'..='Ë' => 'E',
        'Ù'..='Ü' => 'U',
        'ç' => 'c',
        'ñ' => 'n',
        'ß' => 's',
        _ => '?',
    }
}
