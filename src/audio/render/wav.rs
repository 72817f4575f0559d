//! WAV as speech programs write it: lengths that are not true, chunks that nobody asked for, every width of sample.

use super::super::Clip;

/// Longer than any utterance that a session has room for.
const MOST_SECONDS: usize = 120;

/// The sound in this file, on one channel. What the file says of its own length counts only where it can be true.
///
/// # Errors
/// What is wrong, as the end of a sentence about the program.
pub(super) fn read(bytes: &[u8]) -> Result<Clip, String> {
    if bytes.is_empty() {
        return Err("gave no sound".into());
    }
    let is_wav = matches!(bytes.get(..4), Some(b"RIFF" | b"RF64")) && bytes.get(8..12) == Some(b"WAVE");
    if !is_wav {
        return Err("gave something that is not a WAV file".into());
    }
    let mut format = None;
    let mut at = 12;
    while let (Some(name), Some(size)) = (bytes.get(at..at + 4), word(bytes, at + 4)) {
        at += 8;
        let rest = &bytes[at..];
        let size = size as usize;
        match name {
            b"fmt " => format = Some(Format::read(&rest[..size.min(rest.len())])?),
            b"data" => {
                let format = format.ok_or("gave a WAV file that does not say what its samples are")?;
                // Who writes to a pipe cannot know the length beforehand, and puts nothing or something huge there.
                let data = if size == 0 { rest } else { &rest[..size.min(rest.len())] };
                return format.samples(data);
            }
            _ => {}
        }
        // A chunk of odd size is followed by a zero that does not count, which some leave out.
        let padded = size % 2 == 1 && rest.get(size) == Some(&0);
        at = at.saturating_add(size).saturating_add(usize::from(padded));
    }
    Err("gave a WAV file that has no samples".into())
}

#[derive(Clone, Copy, Debug)]
struct Format {
    kind: Kind,
    channels: usize,
    rate: u32,
    /// Bytes of one sample.
    width: usize,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Integer,
    Float,
}

impl Format {
    fn read(chunk: &[u8]) -> Result<Self, String> {
        let torn = "gave a WAV file with a torn header";
        let tag = half(chunk, 0).ok_or(torn)?;
        let channels = usize::from(half(chunk, 2).ok_or(torn)?);
        let rate = word(chunk, 4).ok_or(torn)?;
        let bits = half(chunk, 14).ok_or(torn)?;
        // The extensible form has the kind of its samples further back.
        let tag = if tag == 0xfffe { half(chunk, 24).ok_or(torn)? } else { tag };
        let kind = match (tag, bits) {
            (1, 8 | 16 | 24 | 32) => Kind::Integer,
            (3, 32 | 64) => Kind::Float,
            _ => return Err(format!("gave samples of a kind that is not understood ({tag}, {bits} bits)")),
        };
        if !(1..=8).contains(&channels) || !(4_000..=192_000).contains(&rate) {
            return Err(format!("gave {channels} channels of {rate} samples a second"));
        }
        Ok(Self { kind, channels, rate, width: usize::from(bits / 8) })
    }

    fn samples(self, data: &[u8]) -> Result<Clip, String> {
        let frames = data.chunks_exact(self.width * self.channels);
        if frames.len() > MOST_SECONDS * self.rate as usize {
            return Err(format!("went on for more than {MOST_SECONDS} seconds"));
        }
        let share = 1.0 / f32::from(u8::try_from(self.channels).unwrap_or(1));
        let mixed = |frame: &[u8]| frame.chunks_exact(self.width).map(|one| self.sample(one) * share).sum();
        Ok(Clip { samples: frames.map(mixed).collect(), rate: self.rate })
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "what is lost cannot be heard"
    )]
    fn sample(self, bytes: &[u8]) -> f32 {
        let value = match (self.kind, bytes) {
            (Kind::Integer, &[a]) => (f32::from(a) - 128.0) / 128.0,
            (Kind::Integer, &[a, b]) => f32::from(i16::from_le_bytes([a, b])) / 32_768.0,
            (Kind::Integer, &[a, b, c]) => i32::from_le_bytes([0, a, b, c]) as f32 / 2_147_483_648.0,
            (Kind::Integer, &[a, b, c, d]) => i32::from_le_bytes([a, b, c, d]) as f32 / 2_147_483_648.0,
            (Kind::Float, &[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
            (Kind::Float, eight) => eight.try_into().map_or(0.0, f64::from_le_bytes) as f32,
            _ => 0.0,
        };
        if value.is_finite() { value.clamp(-1.0, 1.0) } else { 0.0 }
    }
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chunk with a length of its own choice.
    fn chunk(name: &[u8], said: u32, body: &[u8]) -> Vec<u8> {
        [name, &said.to_le_bytes(), body].concat()
    }

    fn format(tag: u16, channels: u16, bits: u16) -> Vec<u8> {
        let block = channels * bits / 8;
        let mut body = [tag.to_le_bytes(), channels.to_le_bytes()].concat();
        body.extend(16_000_u32.to_le_bytes());
        body.extend((16_000 * u32::from(block)).to_le_bytes());
        body.extend([block.to_le_bytes(), bits.to_le_bytes()].concat());
        chunk(b"fmt ", 16, &body)
    }

    fn wav(chunks: &[Vec<u8>]) -> Vec<u8> {
        let mut file = chunk(b"RIFF", 0x7fff_f000, b"WAVE");
        file.extend(chunks.concat());
        file
    }

    /// A quarter, and minus a half.
    const TWO: [u8; 4] = [0x00, 0x20, 0x00, 0xc0];

    fn samples(file: &[u8]) -> Vec<f32> {
        let clip = read(file).unwrap();
        assert_eq!(clip.rate, 16_000);
        clip.samples
    }

    #[test]
    fn a_length_that_cannot_be_true_is_not_believed() {
        for said in [0, 4, 0x7fff_f000, u32::MAX] {
            assert_eq!(
                samples(&wav(&[format(1, 1, 16), chunk(b"data", said, &TWO)])),
                [0.25, -0.5],
                "{said}"
            );
        }
        // One that can be is: what follows is another chunk.
        let file = wav(&[format(1, 1, 16), chunk(b"data", 4, &TWO), chunk(b"LIST", 4, b"INFO")]);
        assert_eq!(samples(&file), [0.25, -0.5]);
        let torn = wav(&[format(1, 1, 16), chunk(b"data", 4, &TWO[..3])]);
        assert_eq!(samples(&torn), [0.25]);
    }

    #[test]
    fn every_width_comes_to_the_same() {
        let float: Vec<u8> = [0.25_f32, -0.5].iter().flat_map(|value| value.to_le_bytes()).collect();
        let double: Vec<u8> = [0.25_f64, -0.5].iter().flat_map(|value| value.to_le_bytes()).collect();
        let all: [(u16, u16, &[u8]); 6] = [
            (1, 8, &[0xa0, 0x40]),
            (1, 16, &TWO),
            (1, 24, &[0, 0, 0x20, 0, 0, 0xc0]),
            (1, 32, &[0, 0, 0, 0x20, 0, 0, 0, 0xc0]),
            (3, 32, &float),
            (3, 64, &double),
        ];
        for (tag, bits, data) in all {
            assert_eq!(
                samples(&wav(&[format(tag, 1, bits), chunk(b"data", 0, data)])),
                [0.25, -0.5],
                "{bits}"
            );
        }
        let wild: Vec<u8> =
            [f32::NAN, f32::INFINITY, 7.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        assert_eq!(samples(&wav(&[format(3, 1, 32), chunk(b"data", 0, &wild)])), [0.0, 0.0, 1.0]);
    }

    #[test]
    fn channels_are_mixed_and_the_extensible_form_is_understood() {
        assert_eq!(samples(&wav(&[format(1, 2, 16), chunk(b"data", 0, &TWO)])), [-0.125]);
        let mut body = format(0xfffe, 1, 16)[8..].to_vec();
        body.extend([22, 0, 16, 0, 4, 0, 0, 0, 1, 0]);
        body.extend([0; 14]);
        let file = wav(&[chunk(b"fmt ", 40, &body), chunk(b"data", 0, &TWO)]);
        assert_eq!(samples(&file), [0.25, -0.5]);
    }

    #[test]
    fn chunks_of_odd_size_are_stepped_over_with_and_without_their_zero() {
        for odd in [&b"abc\0"[..], b"abc"] {
            let file = wav(&[chunk(b"LIST", 3, odd), format(1, 1, 16), chunk(b"data", 0, &TWO)]);
            assert_eq!(samples(&file), [0.25, -0.5]);
        }
    }

    #[test]
    fn what_is_no_sound_is_refused_and_no_beginning_of_a_file_breaks_it() {
        let whole = wav(&[chunk(b"LIST", 3, b"abc\0"), format(1, 1, 16), chunk(b"data", u32::MAX, &TWO)]);
        for end in 0..whole.len() - 4 {
            let read = read(&whole[..end]).map(|clip| clip.samples);
            assert!(read.as_ref().map_or(true, Vec::is_empty), "{end}: {read:?}");
        }
        assert!(read(b"MP3, perhaps").unwrap_err().contains("not a WAV"));
        assert!(read(&wav(&[chunk(b"data", 4, &TWO)])).unwrap_err().contains("does not say"));
        assert!(read(&wav(&[format(7, 1, 8), chunk(b"data", 4, &TWO)])).unwrap_err().contains("understood"));
        assert!(read(&wav(&[format(1, 0, 16), chunk(b"data", 4, &TWO)])).unwrap_err().contains("0 channels"));
        assert!(
            read(&wav(&[format(1, 1, 16), chunk(b"data", u32::MAX, &vec![0; 4_000_000])]))
                .unwrap_err()
                .contains("120")
        );
        assert!(
            read(&wav(&[format(1, 1, 16), chunk(b"more", u32::MAX, &TWO)]))
                .unwrap_err()
                .contains("no samples")
        );
    }
}
