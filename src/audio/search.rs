//! Looking for the device that sound is to come out of.

use std::{
    error::Error,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rodio::{
    DeviceSinkError,
    cpal::{
        self,
        traits::{DeviceTrait as _, HostTrait as _},
    },
};

use super::{Outlet, Outputs};

/// The word of the setting for whatever the system plays on.
const DEFAULT: &str = "default";
/// What cpal calls the host of `PulseAudio`, which `PipeWire` speaks as well.
const SERVER: &str = "PulseAudio";
/// What ALSA calls things that are worth telling people of. Of each card it has a dozen more names, for every way to
/// reach it.
const WORTH_TELLING: [&str; 6] = ["default", "pipewire", "pulse", "sysdefault:", "hdmi:", "iec958:"];

/// A device, and what was made of it.
pub(super) struct Found<T> {
    pub(super) host: String,
    pub(super) name: String,
    pub(super) id: String,
    /// Hosts that were tried before, and why they would not do.
    pub(super) passed_over: Vec<String>,
    /// It is not the one that was wanted: why.
    pub(super) strayed: Option<String>,
    pub(super) opened: T,
}

/// The connection to a sound server that this process has, between two devices. It costs nothing while nothing plays, and one
/// that is let go does not always end: the library's thread may wait for a word of the server that has come already.
static CONNECTION: Mutex<Option<cpal::Host>> = Mutex::new(None);

/// The host with this id: the one that was kept, if its server still answers.
fn host(id: cpal::HostId) -> Result<cpal::Host, cpal::Error> {
    let kept = (id.name() == SERVER).then(|| connection().take()).flatten();
    kept.filter(|host| host.default_output_device().is_some()).map_or_else(|| cpal::host_from_id(id), Ok)
}

fn keep(hosts: Vec<cpal::Host>) {
    if let Some(host) = hosts.into_iter().find(|host| host.id().name() == SERVER) {
        connection().get_or_insert(host);
    }
}

fn connection() -> MutexGuard<'static, Option<cpal::Host>> {
    CONNECTION.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The device whose name or id is `wanted` or holds it, or else the system's default one, of the first host on which
/// it can be opened. Can take long or for ever.
///
/// # Errors
///
/// Says why nothing can be opened, in a sentence without a full stop.
pub(super) fn open<T>(
    wanted: Option<&str>,
    open: impl Fn(&cpal::Device) -> Result<T, DeviceSinkError>,
) -> Result<Found<T>, String> {
    let mut passed_over = Vec::new();
    let mut hosts = Vec::new();
    for id in cpal::available_hosts() {
        // What `cpal::default_host` would do panics where ALSA's configuration is broken.
        match host(id) {
            Ok(host) => hosts.push(host),
            Err(error) => passed_over.push((id.name(), reasons(&error))),
        }
    }
    let found = choose(&hosts, passed_over, wanted, open);
    keep(hosts);
    found
}

fn choose<T>(
    hosts: &[cpal::Host],
    mut passed_over: Vec<(&'static str, String)>,
    wanted: Option<&str>,
    open: impl Fn(&cpal::Device) -> Result<T, DeviceSinkError>,
) -> Result<Found<T>, String> {
    let found = |host: &cpal::Host, device: &cpal::Device, opened: T| Found {
        host: host.id().name().to_owned(),
        name: name_of(device),
        id: id_of(device),
        passed_over: Vec::new(),
        strayed: None,
        opened,
    };

    let mut strayed = None;
    if let Some(wanted) = wanted.filter(|wanted| !wanted.eq_ignore_ascii_case(DEFAULT)) {
        for host in hosts {
            let Some(device) = find(host, wanted) else { continue };
            match open(&device) {
                Ok(opened) => return Ok(found(host, &device, opened)),
                Err(error) => {
                    strayed = Some(format!("“{}” cannot be opened: {}", name_of(&device), reasons(&error)));
                }
            }
        }
        strayed = strayed.or_else(|| Some(nothing_like(wanted, &outlets(hosts))));
    }
    for host in hosts {
        let opened = match host.default_output_device() {
            Some(device) => open(&device).map(|opened| found(host, &device, opened)),
            None => Err(DeviceSinkError::NoDevice),
        };
        match opened {
            Ok(found) => {
                let passed_over = passed_over.iter().map(|(host, why)| format!("{host}: {why}")).collect();
                return Ok(Found { passed_over, strayed, ..found });
            }
            Err(error) => passed_over.push((host.id().name(), reasons(&error))),
        }
    }
    let (_, why) = passed_over.pop().unwrap_or_else(|| ("", "this system has no sound".to_owned()));
    Err(why)
}

/// All outputs that are worth telling people of. Opens none, but can take long where a sound server hangs.
pub fn outputs() -> Outputs {
    let mut hosts = Vec::new();
    let mut silent_hosts = Vec::new();
    for id in cpal::available_hosts() {
        match cpal::host_from_id(id) {
            Ok(host) => hosts.push(host),
            Err(error) => silent_hosts.push((id.name().to_owned(), reasons(&error))),
        }
    }
    Outputs { outlets: outlets(&hosts), silent_hosts }
}

fn outlets(hosts: &[cpal::Host]) -> Vec<Outlet> {
    let mut outlets = Vec::new();
    for host in hosts {
        let default = host.default_output_device().map(|device| id_of(&device));
        for device in host.output_devices().into_iter().flatten() {
            let id = id_of(&device);
            let is_default = default.as_ref() == Some(&id);
            let host = host.id().name().to_owned();
            if is_default || host != "ALSA" || is_worth_telling(&id) {
                outlets.push(Outlet { host, name: name_of(&device), id, is_default });
            }
        }
    }
    outlets
}

fn is_worth_telling(alsa_id: &str) -> bool {
    WORTH_TELLING.iter().any(|known| match known.strip_suffix(':') {
        Some(_) => alsa_id.starts_with(known),
        None => alsa_id == *known,
    })
}

/// The sentence for a wanted output that is not there. Of several hosts the first has what people know by name.
fn nothing_like(wanted: &str, outlets: &[Outlet]) -> String {
    let host = outlets.first().map(|outlet| &outlet.host);
    let of_host: Vec<&Outlet> = outlets.iter().filter(|outlet| Some(&outlet.host) == host).collect();
    let name = |outlet: &&Outlet| {
        let alike = of_host.iter().filter(|other| other.name == outlet.name).count() > 1;
        format!("“{}”", if alike { &outlet.id } else { &outlet.name })
    };
    let names: Vec<String> = of_host.iter().map(name).collect();
    let there = if names.is_empty() { "no other".to_owned() } else { names.join(", ") };
    format!("there is no output like “{wanted}”; there is {there}")
}

fn find(host: &cpal::Host, wanted: &str) -> Option<cpal::Device> {
    let devices = host.output_devices().ok()?;
    let ranked =
        devices.filter_map(|device| Some((rank(&name_of(&device), &id_of(&device), wanted)?, device)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, device)| device)
}

/// How well a device fits what is wanted, the less the better. Of the many names of one ALSA card the one is best that
/// converts what the card itself cannot play.
fn rank(name: &str, id: &str, wanted: &str) -> Option<usize> {
    let [name, id, wanted] = [name, id, wanted].map(str::to_lowercase);
    if id == wanted || name == wanted {
        return Some(0);
    }
    let kind = ["sysdefault:", "default:", "plughw:"].iter().position(|kind| id.starts_with(kind));
    // A plain name is not one of ALSA's many.
    let kind = kind.unwrap_or(if id.contains(':') { 3 } else { 0 });
    (name.contains(&wanted) || id.contains(&wanted)).then_some(1 + kind)
}

fn name_of(device: &cpal::Device) -> String {
    device.description().map_or_else(|_| id_of(device), |description| description.name().to_owned())
}

fn id_of(device: &cpal::Device) -> String {
    device.id().map_or_else(|_| String::new(), |id| id.id().to_owned())
}

/// The error and everything that caused it, without a full stop.
pub(super) fn reasons(error: &dyn Error) -> String {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        sentence = format!("{}: {error}", sentence.trim_end_matches('.'));
        cause = error.source();
    }
    sentence.truncate(sentence.trim_end_matches('.').len());
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_found_by_a_part_of_its_name_or_id_in_any_case() {
        for wanted in ["headset", "HEADSET", "bluez", "Jabra Headset 3"] {
            assert!(rank("Jabra Headset 3", "bluez_output.70_BF.1", wanted).is_some(), "{wanted}");
        }
        assert_eq!(rank("Jabra Headset 3", "bluez_output.70_BF.1", "speaker"), None);
    }

    #[test]
    fn who_gives_a_whole_name_gets_that_one() {
        let best = |wanted: &str| {
            let devices = [("Speakers rear", "rear"), ("Speakers", "front"), ("Else", "speakers")];
            let ranked = devices.iter().filter_map(|(name, id)| Some((rank(name, id, wanted)?, *id)));
            ranked.min_by_key(|(rank, _)| *rank).map(|(_, id)| id)
        };
        assert_eq!(best("speakers"), Some("front"));
        assert_eq!(best("rear"), Some("rear"));
        assert_eq!(best("speak"), Some("rear"), "the first of several");
    }

    #[test]
    fn of_a_cards_many_names_one_is_taken_that_converts() {
        let ids =
            ["hw:CARD=USB,DEV=0", "plughw:CARD=USB,DEV=0", "sysdefault:CARD=USB", "front:CARD=USB,DEV=0"];
        let best = ids.iter().min_by_key(|id| rank("USB Audio, USB Audio", id, "usb")).unwrap();
        assert_eq!(*best, "sysdefault:CARD=USB");
        let told: Vec<_> = ids.iter().filter(|id| is_worth_telling(id)).collect();
        assert_eq!(told, ["sysdefault:CARD=USB"].iter().collect::<Vec<_>>());
        assert!(
            is_worth_telling("default") && !is_worth_telling("defaults.pcm") && !is_worth_telling("null")
        );
    }

    #[test]
    fn what_is_missing_is_told_with_what_there_is() {
        let outlet = |host: &str, name: &str, id: &str| Outlet {
            host: host.into(),
            name: name.into(),
            id: id.into(),
            is_default: false,
        };
        let outlets = [
            outlet("PulseAudio", "Built-in", "alsa_output.0"),
            outlet("PulseAudio", "HDMI", "alsa_output.1"),
            outlet("PulseAudio", "HDMI", "alsa_output.2"),
            outlet("ALSA", "Built-in Analog", "sysdefault:CARD=PCH"),
        ];
        let sentence = nothing_like("usb", &outlets);
        assert_eq!(
            sentence,
            "there is no output like “usb”; there is “Built-in”, “alsa_output.1”, “alsa_output.2”"
        );
        assert!(nothing_like("usb", &[]).ends_with("there is no other"));
    }
}
