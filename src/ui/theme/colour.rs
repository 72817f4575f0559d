//! What colours are in numbers.

/// Whether something is dark or light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Dark,
    Light,
}

impl Ground {
    /// Of a colour: light is what black can be read on better than white.
    pub fn of(red: u8, green: u8, blue: u8) -> Self {
        if luminance(red, green, blue) > MIDDLE { Self::Light } else { Self::Dark }
    }
}

/// Here black and white are equally far away: (1 + 0.05) / (x + 0.05) = (x + 0.05) / 0.05.
const MIDDLE: f64 = 0.179;

/// How bright a colour is to the eye, from 0 to 1, as WCAG 2 reckons.
pub(super) fn luminance(red: u8, green: u8, blue: u8) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// The nearest of the 240 fixed colours of a 256-colour terminal: its cube and its greys. The first sixteen are the
/// user's own and could be anything.
pub(super) fn nearest_index(red: u8, green: u8, blue: u8) -> u8 {
    (16..=255)
        .min_by_key(|&index| {
            let (r, g, b) = indexed_rgb(index);
            [(r, red), (g, green), (b, blue)]
                .map(|(x, y)| u32::from(x.abs_diff(y)).pow(2))
                .iter()
                .sum::<u32>()
        })
        .unwrap_or(255)
}

pub(super) fn indexed_rgb(index: u8) -> (u8, u8, u8) {
    if index >= 232 {
        let grey = 8 + 10 * (index - 232);
        return (grey, grey, grey);
    }
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let cube = index.saturating_sub(16);
    (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cube_is_the_one_that_terminals_have() {
        assert_eq!(indexed_rgb(16), (0, 0, 0));
        assert_eq!(indexed_rgb(67), (95, 135, 175));
        assert_eq!(indexed_rgb(255), (238, 238, 238));
        assert_eq!(nearest_index(255, 255, 255), 231);
    }

    #[test]
    fn a_ground_is_light_where_black_reads_better_on_it() {
        for dark in [(0, 0, 0), (0x28, 0x2c, 0x34), (0, 0x2b, 0x36), (0, 0, 255), (110, 110, 110)] {
            assert_eq!(Ground::of(dark.0, dark.1, dark.2), Ground::Dark, "{dark:?}");
        }
        for light in [(255, 255, 255), (0xfd, 0xf6, 0xe3), (128, 128, 128), (0, 255, 0)] {
            assert_eq!(Ground::of(light.0, light.1, light.2), Ground::Light, "{light:?}");
        }
    }
}
