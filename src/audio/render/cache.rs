//! Speech kept on disk, so that a text is spoken by the program once.
//!
//! A kept file is a plain WAV that any player plays, with one more chunk: a checksum over all that it is, and what it is.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use super::pcm::Pcm;
use crate::private;

/// When it has grown to this, the oldest go until a quarter is free.
const MOST_BYTES: u64 = 200 << 20;

/// A folder of kept speech.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    most: u64,
    /// What it holds, as far as we know.
    bytes: AtomicU64,
}

impl Cache {
    /// `None` when the folder cannot be had. What cannot be written later is not kept, and nothing else comes of it.
    pub(super) fn open(folder: &Path) -> Option<Self> {
        Self::with_room(folder, MOST_BYTES)
    }

    fn with_room(folder: &Path, most: u64) -> Option<Self> {
        private::make(folder).ok()?;
        let cache = Self { folder: folder.to_owned(), most, bytes: AtomicU64::new(0) };
        cache.prune();
        Some(cache)
    }

    /// What is kept under this key, if it is whole.
    pub(super) fn read(&self, key: &str) -> Option<Pcm> {
        let path = self.path(key);
        if fs::metadata(&path).ok()?.len() > self.most {
            return None;
        }
        decode(&fs::read(path).ok()?, key)
    }

    /// Whether it was kept.
    pub(super) fn write(&self, key: &str, speech: &Pcm) -> bool {
        let bytes = encode(key, speech);
        let path = self.path(key);
        let part = path.with_extension(format!("{}.part", process::id()));
        let written = private::create(&part).and_then(|mut file| file.write_all(&bytes));
        if written.and_then(|()| fs::rename(&part, &path)).is_err() {
            // It may not even have been made.
            let _ = fs::remove_file(&part);
            return false;
        }
        let size = bytes.len() as u64;
        if self.bytes.fetch_add(size, Ordering::Relaxed) + size > self.most {
            self.prune();
        }
        true
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{:016x}.wav", hash([key.as_bytes()])))
    }

    fn prune(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let ours = |path: &Path| path.extension().is_some_and(|kind| kind == "wav" || kind == "part");
        let mut files: Vec<_> = entries
            .filter(|entry| ours(&entry.path()))
            .filter_map(|entry| {
                let known = entry.metadata().ok().filter(fs::Metadata::is_file)?;
                Some((known.modified().ok()?, entry.path(), known.len()))
            })
            .collect();
        let mut bytes: u64 = files.iter().map(|(_, _, size)| size).sum();
        if bytes > self.most {
            files.sort();
            for (_, path, size) in files {
                if bytes <= self.most / 4 * 3 {
                    break;
                }
                if fs::remove_file(path).is_ok() {
                    bytes -= size;
                }
            }
        }
        self.bytes.store(bytes, Ordering::Relaxed);
    }
}

/// Everything but the samples, with the lengths that it must have for them.
fn encode(key: &str, speech: &Pcm) -> Vec<u8> {
    let data: Vec<u8> = speech.samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let mut about = hash([key.as_bytes(), &speech.rate.to_le_bytes(), &data]).to_le_bytes().to_vec();
    about.extend(key.as_bytes());
    if about.len() % 2 == 1 {
        about.push(0);
    }
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
    let mut file = Vec::with_capacity(data.len() + about.len() + 52);
    file.extend(b"RIFF");
    file.extend(length(4 + 24 + 8 + about.len() + 8 + data.len()));
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(speech.rate.to_le_bytes());
    file.extend(speech.rate.saturating_mul(2).to_le_bytes());
    file.extend(b"\x02\0\x10\0supl");
    file.extend(length(about.len()));
    file.extend(about);
    file.extend(b"data");
    file.extend(length(data.len()));
    file.extend(data);
    file
}

/// `None` unless it is exactly what `encode` gives for this key.
fn decode(file: &[u8], key: &str) -> Option<Pcm> {
    let rate = u32::from_le_bytes(file.get(24..28)?.try_into().ok()?);
    let about = (8 + key.len()).next_multiple_of(2);
    let data = file.get(36 + 8 + about + 8..)?;
    let samples = data.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    let speech = Pcm { samples, rate };
    (encode(key, &speech) == file).then_some(speech)
}

/// FNV-1a of 64 bits; a hash that stays the same from release to release.
fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    parts
        .into_iter()
        .flatten()
        .fold(0xcbf2_9ce4_8422_2325, |value, byte| (value ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech(first: i16) -> Pcm {
        Pcm { samples: (0..500).map(|at| first + at).collect(), rate: 16_000 }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_kept_comes_back_under_its_key_alone_and_is_a_wav_file() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(&folder.path().join("a/b")).unwrap();
        for key in ["odd", "even", ""] {
            assert_eq!(cache.read(key), None);
            assert!(cache.write(key, &speech(7)));
            assert_eq!(cache.read(key), Some(speech(7)));
        }
        assert!(cache.write("odd", &speech(9)));
        assert_eq!((cache.read("odd"), cache.read("even")), (Some(speech(9)), Some(speech(7))));
        assert_eq!(names(&folder.path().join("a/b")).len(), 3);
        let file = fs::read(cache.path("odd")).unwrap();
        assert_eq!(super::super::wav::read(&file).unwrap(), speech(9).to_clip());
    }

    #[test]
    fn no_damage_goes_unnoticed() {
        let whole = encode("key", &speech(7));
        assert_eq!(decode(&whole, "key"), Some(speech(7)));
        assert_eq!(decode(&whole, "kez"), None);
        assert!((0..whole.len()).all(|end| decode(&whole[..end], "key").is_none()));
        for at in 0..whole.len() {
            let mut file = whole.clone();
            file[at] ^= 0x10;
            assert_eq!(decode(&file, "key"), None, "{at}");
        }
    }

    #[test]
    fn the_oldest_go_first_and_nothing_that_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mine.txt"), vec![0; 20_000]).unwrap();
        let size = encode("1", &speech(0)).len() as u64;
        let cache = Cache::with_room(folder.path(), 4 * size).unwrap();
        for key in ["1", "2", "3", "4", "5"] {
            assert!(cache.write(key, &speech(0)));
            // The clock of a file system is coarse: say outright which is the older.
            let age = std::time::Duration::from_secs(100 + key.parse::<u64>().unwrap());
            let file = fs::File::options().write(true).open(cache.path(key));
            if let Ok(file) = file {
                file.set_modified(std::time::UNIX_EPOCH + age).unwrap();
            }
        }
        let left: Vec<&str> =
            ["1", "2", "3", "4", "5"].into_iter().filter(|key| cache.read(key).is_some()).collect();
        assert_eq!(left, ["3", "4", "5"]);
        assert!(folder.path().join("mine.txt").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_had_is_none_and_one_that_went_is_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(Cache::open(&folder.path().join("file/voice")).is_none());
        let cache = Cache::open(&folder.path().join("voice")).unwrap();
        fs::remove_dir(folder.path().join("voice")).unwrap();
        assert!(!cache.write("key", &speech(0)));
        assert_eq!(cache.read("key"), None);
    }
}
