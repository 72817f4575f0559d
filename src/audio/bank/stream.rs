//! Samples out of the midst of an Ogg Vorbis stream.

use std::{fmt, ops::Range};

use lewton::{
    audio::{PreviousWindowRight, get_decoded_sample_count, read_audio_packet_generic},
    header::{IdentHeader, SetupHeader, read_header_comment, read_header_ident, read_header_setup},
};

/// A stream of one channel, and where in it each packet lies.
pub(super) struct Stream {
    bytes: &'static [u8],
    ident: IdentHeader,
    setup: SetupHeader,
    packets: Vec<Packet>,
}

/// What one packet adds to the sound.
#[derive(Clone, Debug)]
struct Packet {
    /// The first of its samples, counted from the beginning of the stream.
    start: u32,
    pieces: Pieces,
}

/// Where the bytes of a packet lie: in one page, unless it did not fit into it.
type Pieces = Vec<Range<u32>>;

impl Stream {
    pub(super) fn open(bytes: &'static [u8]) -> Result<Self, String> {
        let mut pieces = packets(bytes)?.into_iter();
        let mut header = || pieces.next().map(|of| join(bytes, &of)).ok_or("the stream has no headers");
        let ident = read_header_ident(&header()?).map_err(|error| error.to_string())?;
        read_header_comment(&header()?).map_err(|error| error.to_string())?;
        let sizes = (ident.blocksize_0, ident.blocksize_1);
        let setup =
            read_header_setup(&header()?, ident.audio_channels, sizes).map_err(|error| error.to_string())?;
        if ident.audio_channels != 1 {
            return Err(format!("the stream has {} channels instead of one", ident.audio_channels));
        }
        let mut start = 0;
        let mut packets = Vec::new();
        for of in pieces {
            let samples = get_decoded_sample_count(&ident, &setup, &join(bytes, &of))
                .map_err(|error| error.to_string())?;
            packets.push(Packet { start, pieces: of });
            // The first packet only prepares for the second.
            if packets.len() > 1 {
                start += u32::try_from(samples).map_err(|error| error.to_string())?;
            }
        }
        Ok(Self { bytes, ident, setup, packets })
    }

    pub(super) fn rate(&self) -> u32 {
        self.ident.audio_sample_rate
    }

    /// So many samples from sample `start` on. `None` when the stream ends before, or is broken there.
    pub(super) fn samples(&self, start: u32, count: u32) -> Option<Vec<f32>> {
        let count = usize::try_from(count).ok()?;
        let first = self.packets.partition_point(|packet| packet.start <= start).checked_sub(1)?;
        // Each packet overlaps with the one before it, which therefore is decoded as well.
        let before = self.packets.get(first.checked_sub(1)?)?;
        let mut overlap = PreviousWindowRight::new();
        self.decode(before, &mut overlap)?;

        let mut skip = usize::try_from(start - self.packets[first].start).ok()?;
        let mut samples = Vec::with_capacity(count);
        for packet in &self.packets[first..] {
            let decoded = self.decode(packet, &mut overlap)?;
            let new = decoded.get(skip..).unwrap_or_default();
            skip = 0;
            samples.extend_from_slice(&new[..new.len().min(count - samples.len())]);
            if samples.len() == count {
                return Some(samples);
            }
        }
        None
    }

    fn decode(&self, packet: &Packet, overlap: &mut PreviousWindowRight) -> Option<Vec<f32>> {
        let bytes = join(self.bytes, &packet.pieces);
        let channels: Vec<Vec<f32>> =
            read_audio_packet_generic(&self.ident, &self.setup, &bytes, overlap).ok()?;
        channels.into_iter().next()
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Stream").field("packets", &self.packets.len()).finish_non_exhaustive()
    }
}

/// The packets of the one stream in these pages.
fn packets(bytes: &[u8]) -> Result<Vec<Pieces>, String> {
    /// What precedes the lengths of the pieces; the last byte says how many there are.
    const HEAD: usize = 27;
    /// The length of a piece after which the packet goes on.
    const FULL: u8 = 255;

    let mut packets = Vec::new();
    let mut open: Pieces = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let broken = || format!("the page at byte {at} is broken");
        let head = bytes.get(at..at + HEAD).filter(|head| head.starts_with(b"OggS")).ok_or_else(broken)?;
        let lengths_end = at + HEAD + usize::from(head[HEAD - 1]);
        let lengths = bytes.get(at + HEAD..lengths_end).ok_or_else(broken)?;
        let mut end = lengths_end;
        let mut begin = end;
        for &length in lengths {
            end += usize::from(length);
            if length < FULL {
                open.push(range(begin, end)?);
                packets.push(std::mem::take(&mut open));
                begin = end;
            }
        }
        if begin < end {
            open.push(range(begin, end)?);
        }
        if end > bytes.len() {
            return Err(broken());
        }
        at = end;
    }
    Ok(packets)
}

fn range(begin: usize, end: usize) -> Result<Range<u32>, String> {
    let place = |at| u32::try_from(at).map_err(|_| "the stream is too long".to_owned());
    Ok(place(begin)?..place(end)?)
}

fn join<'b>(bytes: &'b [u8], pieces: &Pieces) -> std::borrow::Cow<'b, [u8]> {
    let piece = |range: &Range<u32>| bytes.get(range.start as usize..range.end as usize).unwrap_or_default();
    match pieces.as_slice() {
        [one] => piece(one).into(),
        several => several.iter().flat_map(piece).copied().collect::<Vec<u8>>().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANK: &[u8] = include_bytes!("../../../assets/voice/bank.ogg");

    /// Where each page with the end of a packet on it says that its last sample is, and how many packets ended so far.
    fn page_ends() -> Vec<(u64, usize)> {
        let mut ends = Vec::new();
        let (mut at, mut ended) = (0, 0);
        while at < BANK.len() {
            let position = u64::from_le_bytes(BANK[at + 6..at + 14].try_into().unwrap());
            let lengths = &BANK[at + 27..at + 27 + usize::from(BANK[at + 26])];
            ended += lengths.iter().filter(|length| **length < 255).count();
            at += 27 + lengths.len() + lengths.iter().map(|length| usize::from(*length)).sum::<usize>();
            if position != u64::MAX {
                ends.push((position, ended));
            }
        }
        ends
    }

    #[test]
    fn every_page_ends_at_the_sample_that_it_names() {
        let stream = Stream::open(BANK).unwrap();
        let ends = page_ends();
        assert!(ends.len() > 100, "{} pages", ends.len());
        for (position, ended) in ends {
            // Three packets are headers. The stream ends within its last packet, which no other packet follows.
            if let Some(next) = stream.packets.get(ended.saturating_sub(3)).filter(|_| ended > 3) {
                assert_eq!(u64::from(next.start), position, "after packet {ended}");
            }
        }
    }

    #[test]
    fn wherever_one_begins_the_samples_are_the_same() {
        let stream = Stream::open(BANK).unwrap();
        let whole = stream.samples(48_000, 48_000).unwrap();
        for skipped in [1, 100, 1_023, 1_024, 1_025, 20_000, 47_999] {
            let part = stream.samples(48_000 + skipped, 48_000 - skipped).unwrap();
            assert!(part == whole[skipped as usize..], "from {skipped} on");
        }
    }

    #[test]
    fn past_the_end_there_is_nothing() {
        let stream = Stream::open(BANK).unwrap();
        assert_eq!(stream.samples(u32::MAX, 1), None);
        let last = stream.packets.last().unwrap().start;
        assert_eq!(stream.samples(last, u32::MAX), None);
    }

    #[test]
    fn a_broken_stream_is_named_as_such() {
        let names_the_place = |bytes: &'static [u8], place: &str| {
            let error = Stream::open(bytes).unwrap_err();
            assert!(error.contains(place), "{error}");
        };
        names_the_place(b"", "no headers");
        names_the_place(b"not a stream at all, but long enough", "byte 0");
        names_the_place(&BANK[..5_000], "byte");
    }
}
