//! A user's own keys in place of a preset's, and what there is to say about them.

use super::{Chord, Keymap, in_common};
use crate::{
    routine::nearest,
    ui::action::{ACTIONS, Action, FIXED, Place},
};

/// Keys that a user has chosen for an action, as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub action: String,
    pub keys: Vec<String>,
}

/// Where a wish is at fault: the number of the wish, and of the key in it if it is one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub wish: usize,
    pub key: Option<usize>,
}

/// What is wrong with a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WishFault {
    pub at: Spot,
    pub reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("there is no action `{name}`{}", did_you_mean(.meant.as_deref()))]
    UnknownAction { name: String, meant: Option<String> },
    #[error("`{key}` is not a key{}", did_you_mean(.meant.as_deref()))]
    UnknownKey { key: String, meant: Option<String> },
    /// One of `FIXED`.
    #[error("`{key}` is always `{}` ({}) and cannot be `{}`", name(*.owner), phrase(*.place), name(*.action))]
    Fixed { key: String, owner: Action, action: Action, place: Place },
    #[error("`rate` takes ten keys, for 0 to 9 in this order, or none")]
    TenKeys,
    #[error(
        "`{key}` would mean both `{}` and `{}` ({}): it is `{}` now",
        name(*.winner), name(*.loser), phrase(*.place), name(*.winner)
    )]
    Clash {
        key: String,
        winner: Action,
        /// Where the winner's key is written, if the user has written it.
        chosen: Option<Spot>,
        loser: Action,
        /// The keys that the loser still has, if the user has not chosen them.
        left: Option<Vec<String>>,
        place: Place,
    },
}

/// A wish that can be granted, and its keys' numbers.
struct Granted {
    action: Action,
    wish: usize,
    chords: Vec<(Chord, usize)>,
}

pub(super) fn grant(mut map: Keymap, wishes: &[Wish]) -> (Keymap, Vec<WishFault>) {
    let mut faults = Vec::new();
    let mut granted: Vec<Granted> = Vec::new();
    for (n, wish) in wishes.iter().enumerate() {
        match understand(wish, n) {
            // TOML has no key twice; should there be one, the last holds.
            Ok(one) => {
                granted.retain(|other| other.action != one.action);
                let mut chords: Vec<Chord> = one.chords.iter().map(|(chord, _)| *chord).collect();
                chords.extend(fixed(one.action).filter(|chord| !chords.contains(chord)).collect::<Vec<_>>());
                map.keys.insert(one.action, chords);
                granted.push(one);
            }
            Err(fault) => faults.push(fault),
        }
    }
    settle(&mut map, &granted, &mut faults);
    faults.sort_by_key(|fault| (fault.at.wish, fault.at.key));
    (map, faults)
}

/// Gives every key that two want to one of them.
fn settle(map: &mut Keymap, granted: &[Granted], faults: &mut Vec<WishFault>) {
    // A number less would make every other one another number: these keys stay together.
    let numbers = map.chords(Action::Rate).to_vec();
    let rate = granted.iter().find(|one| one.action == Action::Rate);
    let first = (Action::Rate, rate, numbers);
    let chosen = granted.iter().filter(|one| one.action != Action::Rate);
    let chosen =
        chosen.map(|one| (one.action, Some(one), one.chords.iter().map(|(chord, _)| *chord).collect()));
    for (winner, written, wanted) in std::iter::once(first).chain(chosen) {
        for chord in wanted {
            if !map.has(winner, chord) {
                continue;
            }
            for loser in ACTIONS.iter().map(|about| about.action).filter(|action| *action != winner) {
                let Some(place) = in_common(winner, loser).filter(|_| map.has(loser, chord)) else {
                    continue;
                };
                let chords = map.keys.entry(loser).or_default();
                chords.retain(|other| *other != chord);
                let spot = |one: &Granted| one.spot(chord);
                let chosen = written.map(spot);
                let lost = granted.iter().find(|one| one.action == loser);
                // One of the two is written, or they would not clash.
                let Some(at) = lost.map(spot).or(chosen) else { continue };
                let reason = Reason::Clash {
                    key: chord.name(),
                    winner,
                    chosen,
                    loser,
                    left: lost.is_none().then(|| map.names(loser)),
                    place,
                };
                faults.push(WishFault { at, reason });
            }
        }
    }
}

impl Granted {
    fn spot(&self, chord: Chord) -> Spot {
        let key = self.chords.iter().find(|(own, _)| *own == chord).map(|(_, key)| *key);
        Spot { wish: self.wish, key }
    }
}

fn understand(wish: &Wish, n: usize) -> Result<Granted, WishFault> {
    let fault = |key, reason| WishFault { at: Spot { wish: n, key }, reason };
    let action = Action::from_name(&wish.action).ok_or_else(|| {
        let meant = nearest(&wish.action, ACTIONS.iter().map(|about| about.name)).map(str::to_owned);
        fault(None, Reason::UnknownAction { name: brief(&wish.action), meant })
    })?;
    let mut chords: Vec<(Chord, usize)> = Vec::new();
    for (k, key) in wish.keys.iter().enumerate() {
        let unknown = || Reason::UnknownKey { key: brief(key), meant: Chord::meant(key) };
        let chord = Chord::parse(key).ok_or_else(|| fault(Some(k), unknown()))?;
        if let Some((owner, place)) = owner(chord, action) {
            return Err(fault(Some(k), Reason::Fixed { key: chord.name(), owner, action, place }));
        }
        if chords.iter().all(|(known, _)| *known != chord) {
            chords.push((chord, k));
        }
    }
    if action == Action::Rate && !matches!(chords.len(), 0 | 10) {
        return Err(fault(None, Reason::TenKeys));
    }
    Ok(Granted { action, wish: n, chords })
}

/// Whose this key always is in one of the places of the action, and in which.
fn owner(chord: Chord, action: Action) -> Option<(Action, Place)> {
    let mut others = FIXED.iter().filter(|(owner, key)| *owner != action && Chord::parse(key) == Some(chord));
    others.find_map(|(owner, _)| Some((*owner, in_common(*owner, action)?)))
}

fn fixed(action: Action) -> impl Iterator<Item = Chord> {
    FIXED.iter().filter(move |(owner, _)| *owner == action).filter_map(|(_, key)| Chord::parse(key))
}

fn name(action: Action) -> &'static str {
    action.about().name
}

/// A place's heading within a sentence.
fn phrase(place: Place) -> String {
    let mut characters = place.title().chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// A word of the settings for a sentence: cut off if it is long.
fn brief(word: &str) -> String {
    if word.chars().count() <= 30 { word.to_owned() } else { word.chars().take(28).chain(['…']).collect() }
}

fn did_you_mean(meant: Option<&str>) -> String {
    meant.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::key, *};
    use crate::ui::action::Preset;

    fn with(wishes: &[(&str, &[&str])]) -> (Keymap, Vec<WishFault>) {
        let wish = |(action, keys): &(&str, &[&str])| Wish {
            action: (*action).to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        };
        Keymap::with(Preset::Default, &wishes.iter().map(wish).collect::<Vec<_>>())
    }

    fn said(faults: &[WishFault]) -> Vec<String> {
        faults.iter().map(|fault| fault.reason.to_string()).collect()
    }

    #[test]
    fn a_user_s_keys_replace_the_preset_s_of_that_action_only() {
        let (map, faults) = with(&[("next", &["f5", "ctrl-n", "F5"]), ("skip", &[])]);
        assert_eq!(faults, []);
        assert_eq!(map.action(Place::Session, key("f5")), Some(Action::Next));
        assert_eq!(map.action(Place::Session, key("n")), None);
        assert_eq!(map.names(Action::Next), ["f5", "ctrl-n"]);
        assert_eq!(map.names(Action::Skip), [""; 0]);
        assert_eq!(map.action(Place::Session, key("b")), Some(Action::Back));
    }

    #[test]
    fn a_key_that_the_preset_gives_to_another_is_taken_from_it_and_that_is_said() {
        let (map, faults) = with(&[("next", &["b", "f5"])]);
        assert_eq!(said(&faults), ["`b` would mean both `next` and `back` (in a session): it is `next` now"]);
        assert_eq!(faults[0].at, Spot { wish: 0, key: Some(0) });
        assert_eq!(map.action(Place::Session, key("b")), Some(Action::Next));
        assert_eq!(map.names(Action::Back), ["left", "pageup"]);
        let Reason::Clash { left, .. } = &faults[0].reason else { panic!("{faults:?}") };
        assert_eq!(left.as_deref(), Some(&["left".to_owned(), "pageup".to_owned()][..]));

        let (_, settled) = with(&[("next", &["b"]), ("back", &["left"])]);
        assert_eq!(settled, [], "whoever has said what becomes of the other is not told again");
        let (_, elsewhere) = with(&[("keep", &["b"])]);
        assert_eq!(elsewhere, [], "two places may use one key for different things");
    }

    #[test]
    fn of_two_that_are_written_the_first_wins() {
        let (map, faults) = with(&[("skip", &["f5"]), ("next", &["n", "f5"])]);
        assert_eq!(
            said(&faults),
            ["`f5` would mean both `skip` and `next` (in a session): it is `skip` now"]
        );
        assert_eq!(faults[0].at, Spot { wish: 1, key: Some(1) });
        let Reason::Clash { chosen, .. } = &faults[0].reason else { panic!("{faults:?}") };
        assert_eq!(*chosen, Some(Spot { wish: 0, key: Some(0) }));
        assert_eq!(map.names(Action::Next), ["n"]);
    }

    #[test]
    fn nobody_is_locked_in() {
        let (map, faults) = with(&[("quit", &[]), ("no", &["n"]), ("pause", &["ctrl-c"]), ("yes", &["esc"])]);
        assert_eq!(map.names(Action::Quit), ["ctrl-c"]);
        assert_eq!(map.names(Action::No), ["n", "esc"]);
        assert_eq!(map.names(Action::Pause), ["space"]);
        assert_eq!(
            said(&faults),
            [
                "`ctrl-c` is always `quit` (in a session) and cannot be `pause`",
                "`esc` is always `no` (a question) and cannot be `yes`"
            ]
        );
    }

    #[test]
    fn the_numbers_of_the_pain_stay_together() {
        let (map, faults) = with(&[("rate", &["a", "b"])]);
        assert_eq!(said(&faults), ["`rate` takes ten keys, for 0 to 9 in this order, or none"]);
        assert_eq!(map, Keymap::default());
        let (map, faults) = with(&[("go-on", &["5", "enter"])]);
        assert_eq!(
            said(&faults),
            ["`5` would mean both `rate` and `go-on` (where the pain stands): it is `rate` now"]
        );
        assert_eq!(map.index(Action::Rate, key("9")), Some(9));
        let azerty = ["à", "&", "é", "\"", "'", "(", "-", "è", "_", "ç"];
        let (map, faults) = with(&[("rate", &azerty)]);
        assert_eq!(faults, []);
        assert_eq!(map.index(Action::Rate, key("É")), Some(2), "with caps lock too");
    }

    #[test]
    fn faults_say_what_to_write_and_change_nothing() {
        let (map, faults) = with(&[("pausse", &["a"]), ("back", &["f5", "spcae"])]);
        assert_eq!(
            said(&faults),
            [
                "there is no action `pausse`; did you mean `pause`?",
                "`spcae` is not a key; did you mean `space`?"
            ]
        );
        assert_eq!(faults[1].at, Spot { wish: 1, key: Some(1) });
        assert_eq!(map, Keymap::default());
    }
}
