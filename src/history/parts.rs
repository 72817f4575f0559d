//! Files read in parts, several at a time: ten years are more than one core reads in the blink of an eye.

use std::{
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use super::{cores::on_all_cores_with, lines::Lines, storage::no_file};

/// So many bytes are read in one go: they and what is made of them stay near the core.
const PART: u64 = 1 << 19;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Piece by piece, in order.
    pub(super) lines: Vec<Lines>,
    pub(super) error: Option<io::Error>,
}

/// The lines that begin within a stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    file: usize,
    from: u64,
    /// `None`: to the end, wherever that is by now.
    to: Option<u64>,
}

/// Reads the lines of files.
pub(super) fn read(paths: Vec<PathBuf>) -> Vec<(PathBuf, Content)> {
    let mut parts = Vec::new();
    let mut files = Vec::new();
    for (file, path) in paths.iter().enumerate() {
        let mut content = Content::default();
        match fs::metadata(path) {
            Ok(about) if about.is_file() => parts.extend(cut(file, about.len())),
            Ok(_) => content.error = Some(no_file()),
            Err(error) => content.error = Some(error),
        }
        files.push(content);
    }
    for (part, lines) in parts.iter().zip(read_parts(&paths, &parts)) {
        let file = &mut files[part.file];
        match lines {
            Ok(lines) => file.lines.push(lines),
            Err(error) => file.error = Some(error),
        }
    }
    paths.into_iter().zip(files).collect()
}

fn cut(file: usize, length: u64) -> Vec<Part> {
    let starts: Vec<u64> = (0..length.max(1)).step_by(usize::try_from(PART).unwrap_or(usize::MAX)).collect();
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    starts.iter().zip(ends).map(|(from, to)| Part { file, from: *from, to }).collect()
}

fn read_parts(paths: &[PathBuf], parts: &[Part]) -> Vec<io::Result<Lines>> {
    let read = |buffer: &mut Vec<u8>, part: &Part| read_part(&paths[part.file], part, buffer);
    on_all_cores_with(parts, Vec::new, read, || ()).0
}

fn read_part(path: &Path, part: &Part, buffer: &mut Vec<u8>) -> io::Result<Lines> {
    let mut file = File::open(path)?;
    // One byte more tells whether a line begins just here.
    let before = u64::from(part.from > 0);
    file.seek(SeekFrom::Start(part.from - before))?;
    buffer.clear();
    let length = part.to.map_or(u64::MAX, |to| to - part.from + before);
    file.by_ref().take(length).read_to_end(buffer)?;
    let end = buffer.len();
    // The last line may go on into the next part, or the one after.
    while part.to.is_some() && buffer.last().is_some_and(|last| *last != b'\n') {
        const MORE: u64 = 1 << 14;
        let known = buffer.len();
        file.by_ref().take(MORE).read_to_end(buffer)?;
        match buffer[known..].iter().position(|byte| *byte == b'\n') {
            Some(place) => buffer.truncate(known + place + 1),
            None if buffer.len() == known => break,
            None => {}
        }
    }
    let begins = |byte: &u8| *byte == b'\n';
    let first =
        if part.from == 0 { Some(0) } else { buffer[..end].iter().position(begins).map(|place| place + 1) };
    let mut lines = Lines::default();
    // Without a line's end in it the whole part belongs to a line of an earlier one.
    if let Some(first) = first {
        lines.read(&buffer[first..]);
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text in parts of so many bytes, and gives the numbers of the lines, all of which are at fault.
    fn numbers(text: &str, size: u64) -> (Vec<usize>, usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, text).unwrap();
        let length = text.len() as u64;
        let (mut numbers, mut before) = (Vec::new(), 0);
        let starts = (0..length.max(1)).step_by(usize::try_from(size).unwrap());
        for from in starts {
            let to = Some(from + size).filter(|to| *to < length);
            let lines = read_part(&path, &Part { file: 0, from, to }, &mut Vec::new()).unwrap();
            numbers.extend(lines.faults.iter().map(|(number, _)| number + before));
            before += lines.count;
        }
        (numbers, before)
    }

    #[test]
    fn wherever_a_file_is_cut_every_line_is_read_once_and_has_its_number() {
        for (text, faults, count) in [
            ("", vec![], 0),
            ("a\nbb\nccc\n", vec![1, 2, 3], 3),
            ("a\n\n\nbb\nthe last is torn", vec![1, 4, 5], 5),
            ("one that is longer than many parts\nb", vec![1, 2], 2),
            ("\n\n\n", vec![], 3),
        ] {
            for size in 1..=text.len() as u64 + 1 {
                assert_eq!(numbers(text, size), (faults.clone(), count), "{text:?} in parts of {size}");
            }
        }
    }

    /// It is read on in smaller pieces, some of which hold no end of a line either.
    #[test]
    fn a_line_that_goes_on_through_many_parts_is_one() {
        let text = format!("a\n{}\nb\n", "x".repeat(70_000));
        for size in [5_000, 20_000, 70_002, 70_003, 70_004] {
            assert_eq!(numbers(&text, size), (vec![1, 2, 3], 3), "in parts of {size}");
        }
        // It is read as a whole, to its end.
        let note = "x".repeat(70_000);
        let text = format!(
            "{{\"v\":1,\"id\":\"01B\",\"amends\":\"01A\",\"at\":\"2026-11-21T08:00:00Z\",\"note\":\"{note}\"}}\n"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, text).unwrap();
        let part = Part { file: 0, from: 0, to: Some(5_000) };
        let lines = read_part(&path, &part, &mut Vec::new()).unwrap();
        assert_eq!((lines.amendments.len(), lines.faults.len()), (1, 0));
    }

    #[test]
    fn the_parts_of_a_file_follow_one_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, vec![b'\n'; usize::try_from(2 * PART).unwrap() + 5]).unwrap();
        let part = |from, to| Part { file: 7, from, to };
        assert_eq!(
            cut(7, 2 * PART + 5),
            [part(0, Some(PART)), part(PART, Some(2 * PART)), part(2 * PART, None)]
        );
        assert_eq!(cut(7, 0), [part(0, None)]);
        let lines: usize = read(vec![path])[0].1.lines.iter().map(|lines| lines.count).sum();
        assert_eq!(lines as u64, 2 * PART + 5);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_no_ordinary_file_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::os::unix::fs::symlink("/dev/full", &path).unwrap();
        let content = &read(vec![path])[0].1;
        assert!(content.error.is_some() && content.lines.is_empty());
    }
}
