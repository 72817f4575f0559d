//! A newcomer tries the sound, in lines.

use std::{collections::VecDeque, io::Write};

use anyhow::{Result, bail};

use super::{
    super::{Message, PANICKED, hearing::Hearing, signals},
    home::Home,
    tell,
};
use crate::ui::{Device, plain};

const AGAIN: &str = "Type again to hear it again, or nothing to go on.";

impl Home<'_> {
    /// Plays a sound and a sentence to somebody at a terminal, where there is sound. False: the user leaves instead.
    pub(super) fn try_sound(&mut self, out: &mut impl Write) -> Result<bool> {
        if !self.backstage.tries_sound() || !self.ears.is_a_terminal() || self.ears.at_end {
            return Ok(true);
        }
        let volume = self.backstage.settings().volume;
        let hearing = Hearing::begin(self.backstage, volume, self.clock, &self.messages.0);
        let Some(mut hearing) = hearing else { return Ok(true) };
        let goes_on = self.is_heard(&mut hearing, volume, out);
        hearing.end();
        goes_on
    }

    fn is_heard(&mut self, hearing: &mut Hearing, volume: u8, out: &mut impl Write) -> Result<bool> {
        // What is typed before the sound is there is an answer all the same.
        let mut typed: VecDeque<String> = VecDeque::new();
        let mut is_told = false;
        loop {
            if is_told && let Some(line) = typed.pop_front() {
                match line.trim() {
                    "" | "yes" | "y" | "enter" => {
                        self.backstage.sound_was_tried();
                        return Ok(true);
                    }
                    "quit" | "stop" | "leave" | "q" => return Ok(false),
                    "again" | "repeat" | "r" => hearing.again(),
                    _ => {}
                }
                tell(out, &[AGAIN.to_owned()])?;
                continue;
            }
            if self.ears.is_gone || (self.ears.at_end && is_told) {
                return Ok(false);
            }
            match self.messages.1.recv().unwrap_or(Message::Ended) {
                Message::Sound(notice) => {
                    hearing.heed(&notice);
                    match hearing.trial().device {
                        // The doctor says why, and the session that it is silent.
                        Device::Missing if !is_told => {
                            self.left_over.extend(typed);
                            return Ok(true);
                        }
                        Device::Found { .. } if !is_told => {
                            tell(out, &plain::hearing(hearing.trial(), volume))?;
                            tell(out, &[AGAIN.to_owned()])?;
                            is_told = true;
                        }
                        _ => {}
                    }
                }
                Message::Line(line) => {
                    self.ears.has_heard = true;
                    typed.push_back(line);
                }
                Message::InputEnded => self.ears.at_end = true,
                Message::Ended | Message::HungUp => self.ears.is_gone = true,
                Message::Panicked => bail!(PANICKED),
                Message::Stop if signals::can_stop() => signals::stop_this_process()?,
                _ => {}
            }
        }
    }
}
