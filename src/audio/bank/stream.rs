//! Samples out of the midst of an Ogg Vorbis stream.

use std::fmt;

use lewton::{
    audio::{PreviousWindowRight, read_audio_packet_generic},
    header::{IdentHeader, SetupHeader, read_header_comment, read_header_ident, read_header_setup},
};

/// About as many samples as lie on a page, and on one more.
const PAGE: usize = 1 << 15;
/// Room for more samples than this, four minutes of them, is not asked for beforehand.
const LONGEST: usize = 6_000_000;

/// A stream of one channel. Nothing but its headers is read until samples are asked for, and then only the pages that
/// they lie on: the bytes are many, and those that nobody reads take no memory.
pub(super) struct Stream {
    bytes: &'static [u8],
    ident: IdentHeader,
    setup: SetupHeader,
}

impl Stream {
    pub(super) fn open(bytes: &'static [u8]) -> Result<Self, String> {
        let mut packets = Packets::from(bytes, 0);
        let mut header = || packets.next().unwrap_or_else(|| Err("the stream has no headers".into()));
        let ident = read_header_ident(&header()?.bytes).map_err(|error| error.to_string())?;
        read_header_comment(&header()?.bytes).map_err(|error| error.to_string())?;
        let sizes = (ident.blocksize_0, ident.blocksize_1);
        let setup = read_header_setup(&header()?.bytes, ident.audio_channels, sizes)
            .map_err(|error| error.to_string())?;
        if ident.audio_channels != 1 {
            return Err(format!("the stream has {} channels instead of one", ident.audio_channels));
        }
        Ok(Self { bytes, ident, setup })
    }

    pub(super) fn rate(&self) -> u32 {
        self.ident.audio_sample_rate
    }

    /// So many samples from sample `start` on, decoded from the page that begins at byte `page`. `None` when the stream
    /// ends before, is broken there, or that page does not come early enough.
    pub(super) fn samples(&self, page: u32, start: u32, count: u32) -> Option<Vec<f32>> {
        let (start, count) = (u64::from(start), usize::try_from(count).ok()?);
        let mut overlap = PreviousWindowRight::new();
        // Most clips begin on the page before them. A buffer that grew by doubling would be twice as large.
        let mut samples: Vec<f32> = Vec::with_capacity(count.min(LONGEST) + PAGE);
        // The sample of the stream that the first of `samples` is; known once a page has said where it ends.
        let mut first = None;
        for packet in Packets::from(self.bytes, usize::try_from(page).ok()?) {
            let packet = packet.ok()?;
            let channels: Vec<Vec<f32>> =
                read_audio_packet_generic(&self.ident, &self.setup, &packet.bytes, &mut overlap).ok()?;
            // The first one only prepares for the second.
            samples.extend(channels.into_iter().next()?);
            if first.is_none() {
                first = match packet.page_ends_at {
                    Some(end) => Some(end.checked_sub(samples.len() as u64)?),
                    None => continue,
                };
            }
            let skip = usize::try_from(start.checked_sub(first?)?).ok()?;
            if samples.len() >= skip + count {
                samples.truncate(skip + count);
                samples.drain(..skip);
                return Some(samples);
            }
        }
        None
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Stream").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

struct Packet {
    bytes: Vec<u8>,
    /// Of the last packet that ends on a page: the sample at which the page says that it ends.
    page_ends_at: Option<u64>,
}

/// The packets of the one stream in these pages, one after the other.
struct Packets {
    bytes: &'static [u8],
    /// Where the next page begins.
    at: usize,
    /// What the pages so far have given and was not taken.
    waiting: std::vec::IntoIter<Packet>,
    /// A packet that goes on on the next page.
    open: Vec<u8>,
    /// Whether the first page was reached: the end of a packet that begins before it is left out.
    begun: bool,
}

impl Packets {
    /// What precedes the lengths of the pieces; the last byte says how many there are.
    const HEAD: usize = 27;
    /// The length of a piece after which the packet goes on.
    const FULL: u8 = 255;

    fn from(bytes: &'static [u8], page: usize) -> Self {
        Self { bytes, at: page, waiting: Vec::new().into_iter(), open: Vec::new(), begun: false }
    }

    fn read_page(&mut self) -> Result<(), String> {
        let broken = || format!("the page at byte {} is broken", self.at);
        let page = self.bytes.get(self.at..).ok_or_else(broken)?;
        let head = page.get(..Self::HEAD).filter(|head| head.starts_with(b"OggS")).ok_or_else(broken)?;
        let goes_on = head[5] & 1 == 1;
        let ends_at = head[6..14].iter().rev().fold(0, |position, byte| position << 8 | u64::from(*byte));
        let body = Self::HEAD + usize::from(head[Self::HEAD - 1]);
        let lengths = page.get(Self::HEAD..body).ok_or_else(broken)?;
        let mut packets = Vec::new();
        let mut skips = goes_on && !self.begun;
        let mut end = body;
        for &length in lengths {
            let piece = page.get(end..end + usize::from(length)).ok_or_else(broken)?;
            end += usize::from(length);
            if !skips {
                self.open.extend_from_slice(piece);
            }
            if length < Self::FULL && !std::mem::take(&mut skips) {
                packets.push(Packet { bytes: std::mem::take(&mut self.open), page_ends_at: None });
            }
        }
        if let Some(last) = packets.last_mut() {
            last.page_ends_at = Some(ends_at);
        }
        self.begun = true;
        self.at += end;
        self.waiting = packets.into_iter();
        Ok(())
    }
}

impl Iterator for Packets {
    type Item = Result<Packet, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(packet) = self.waiting.next() {
                return Some(Ok(packet));
            }
            if self.at >= self.bytes.len() {
                return None;
            }
            if let Err(error) = self.read_page() {
                self.at = self.bytes.len();
                return Some(Err(error));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANK: &[u8] = include_bytes!("../../../assets/voice/bank.ogg");

    /// Where each page begins, and at which sample it says that it ends.
    fn pages() -> Vec<(u32, u64)> {
        let mut pages = Vec::new();
        let mut at = 0;
        while at < BANK.len() {
            let position = u64::from_le_bytes(BANK[at + 6..at + 14].try_into().unwrap());
            pages.push((u32::try_from(at).unwrap(), position));
            let lengths = &BANK[at + 27..at + 27 + usize::from(BANK[at + 26])];
            at += 27 + lengths.len() + lengths.iter().map(|length| usize::from(*length)).sum::<usize>();
        }
        pages
    }

    /// The first page of sound.
    fn first_page() -> u32 {
        pages().into_iter().find(|(_, ends)| *ends > 0).unwrap().0
    }

    #[test]
    fn wherever_one_begins_the_samples_are_the_same() {
        let stream = Stream::open(BANK).unwrap();
        let start = 40 * 24_000;
        let whole = stream.samples(first_page(), start, 48_000).unwrap();
        assert!(whole.iter().any(|sample| sample.abs() > 0.1));
        for skipped in [1, 100, 1_023, 1_024, 1_025, 20_000, 47_999] {
            let part = stream.samples(first_page(), start + skipped, 48_000 - skipped).unwrap();
            assert!(part == whole[skipped as usize..], "from {skipped} on");
        }
        // From every page that comes early enough, and from no later one.
        let (mut early, mut late) = (0, 0);
        for (page, ends) in
            pages().into_iter().filter(|(page, ends)| *page > first_page() && *ends < 45 * 24_000)
        {
            if let Some(samples) = stream.samples(page, start, 48_000) {
                assert!(samples == whole, "from the page at {page}");
                early += 1;
            } else {
                assert!(ends + 4_096 > u64::from(start), "the page at {page} ends at {ends}");
                late += 1;
            }
        }
        assert!(early > 10 && late > 0, "{early} early, {late} late");
    }

    #[test]
    fn past_the_end_there_is_nothing() {
        let stream = Stream::open(BANK).unwrap();
        let (last, ends) = *pages().last().unwrap();
        assert_eq!(stream.samples(last, u32::MAX, 1), None);
        assert_eq!(stream.samples(last, u32::try_from(ends).unwrap() - 1, u32::MAX), None);
        assert_eq!(stream.samples(u32::MAX, 0, 1), None);
    }

    #[test]
    fn a_broken_stream_is_named_as_such() {
        let names_the_place = |bytes: &'static [u8], place: &str| {
            let error = Stream::open(bytes).unwrap_err();
            assert!(error.contains(place), "{error}");
        };
        names_the_place(b"", "no headers");
        names_the_place(b"not a stream at all, but long enough", "byte 0");
        names_the_place(&BANK[..3_000], "byte");
        let stream = Stream::open(BANK).unwrap();
        assert_eq!(stream.samples(first_page() + 1, 0, 1), None, "no page begins there");
    }
}
