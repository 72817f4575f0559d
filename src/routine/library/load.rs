//! The text of one file.

use std::{fs, io::Read as _, path::Path};

use super::NotFound;
use crate::{
    diagnostic::{Diagnostic, printable},
    routine::{check::too_large, fields::MOST_BYTES},
};

/// A file's text, or what is wrong with it before it is read as TOML.
pub(super) struct Text {
    pub(super) source: String,
    pub(super) path: String,
    pub(super) fault: Option<Diagnostic>,
}

impl Text {
    pub(super) fn shipped(file: &'static include_dir::File<'static>) -> Self {
        decode(file.contents().to_vec(), format!("routines/{}", file.path().display()))
    }
}

/// Reads a regular file: anything else could wait for ever.
pub(super) fn load(path: &Path) -> Result<Text, NotFound> {
    let name = printable(&path.to_string_lossy()).into_owned();
    let unreadable = |reason: String| NotFound::Unreadable { path: name.clone(), reason };
    let metadata = fs::metadata(path).map_err(|error| unreadable(explain(&error)))?;
    if metadata.is_dir() {
        return Err(unreadable("it is a folder; name a file in it".into()));
    }
    if !metadata.is_file() {
        return Err(unreadable("it is not a regular file".into()));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(explain(&error)))?;
    // One byte more than there should be, so that the end is found without another buffer.
    let size = usize::try_from(metadata.len()).unwrap_or(MOST_BYTES).min(MOST_BYTES) + 1;
    let mut bytes = Vec::with_capacity(size);
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(explain(&error)))?;
    Ok(take(bytes, metadata.len(), name))
}

/// The text of a file of which this was read, and which is so long.
pub(super) fn take(bytes: Vec<u8>, length: u64, path: String) -> Text {
    if bytes.len() > MOST_BYTES {
        let fault = too_large(length.max(bytes.len() as u64));
        return Text { source: String::new(), path, fault: Some(fault) };
    }
    decode(bytes, path)
}

fn explain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "you have no right to read it".into(),
        _ => error.to_string(),
    }
}

fn decode(bytes: Vec<u8>, path: String) -> Text {
    match String::from_utf8(bytes) {
        Ok(source) => Text { source, path, fault: None },
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let source = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let byte = error.as_bytes().get(start).copied().unwrap_or_default();
            let fault = Diagnostic::error(start..start + 3, "the file is not UTF-8 text")
                .label(format!("the byte 0x{byte:02x} is no part of a UTF-8 character"))
                .help("save it again with the encoding UTF-8");
            Text { source, path, fault: Some(fault) }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    // A test that may read everything meets no such file.
    #[test]
    fn a_file_that_may_not_be_read_is_told_from_one_that_is_not_there() {
        let words =
            [ErrorKind::NotFound, ErrorKind::PermissionDenied].map(|kind| explain(&Error::from(kind)));
        assert_eq!(words, ["there is no such file", "you have no right to read it"]);
        assert_eq!(explain(&Error::other("the disk is on fire")), "the disk is on fire");
    }
}
