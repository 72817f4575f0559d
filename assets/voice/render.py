#!/usr/bin/env python3
"""Speaks every phrase of phrases.txt into bank.ogg, and writes index.tsv. README.md says what it needs."""

import os
import subprocess
import sys
import tomllib
from importlib import metadata

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
# Silence between two clips, so that the coder does not smear one into the other.
GAP = 0.05
# What is kept before and after the part that is not silence, in seconds.
BEFORE, AFTER, FADE = 0.013, 0.04, 0.008
FRAME = 0.02
# Below the loudest frame, in dB: what is silence, before and after the speech; what does not count as speech when its
# level is measured. A faint breath before the first sound would only make it late.
SILENT_BEFORE, SILENT_AFTER, QUIET = 38.0, 48.0, 20.0
# The highest peak before coding, which may add a little, in dB.
PEAK = -5.0


def main():
    settings = tomllib.loads(read("voice.toml"))
    voice, say = settings["voice"], settings["say"]
    phrases = wanted()
    unknown = sorted(set(say) - set(phrases))
    if unknown:
        sys.exit(f"voice.toml: nothing is looked up by {unknown}")
    program = f"hibari-tts {metadata.version('hibari-tts')}"
    if program != voice["program"]:
        sys.exit(f"voice.toml wants {voice['program']}, but {program} is installed")

    from hibari import Hibari

    speaker = Hibari(voice=voice["name"])
    rate = voice["rate"]
    if rate != speaker.sample_rate:
        sys.exit(f"voice.toml says {rate} samples a second, but the voice gives {speaker.sample_rate}")

    gap = np.zeros(round(GAP * rate), np.float32)
    pieces, lines, start = [gap], [], len(gap)
    for key, text in phrases.items():
        spoken = say.get(key, text)
        sentence = spoken[0].upper() + spoken[1:] + ("" if spoken[-1] in ".!?" else ".")
        clip = level(trim(speaker(sentence, speed=voice["speed"], seed=0), rate), rate, voice["level"])
        lines.append((key, start, len(clip), f"{stamp(voice, spoken):016x}"))
        pieces += [clip, gap]
        start += len(clip) + len(gap)

    encode(np.concatenate(pieces), rate, voice["quality"])
    with open(path("bank.ogg"), "rb") as file:
        pages = pages_of(file.read())
    with open(path("index.tsv"), "w", encoding="utf-8") as file:
        file.write("# phrase, first sample, samples, stamp of voice and text, page to decode from\n")
        for key, start, samples, mark in lines:
            page = max(at for at, known in pages if known <= start)
            file.write(f"{key}\t{start}\t{samples}\t{mark}\t{page}\n")
    size = os.path.getsize(path("bank.ogg"))
    print(f"{len(lines)} clips, {start / rate:.0f} s, {size} bytes, {8 * size * rate / start / 1000:.1f} kbit/s")


def pages_of(ogg):
    """The byte at which each page begins, and the first sample that is known for certain when decoding begins there."""
    # The first packet of a page may have begun on the one before, and the first that is whole prepares for the second.
    longest = 2 * 2048
    pages, at, ended, headers = [], 0, 0, True
    while at < len(ogg):
        head = ogg[at : at + 27]
        assert head[:4] == b"OggS"
        position = int.from_bytes(head[6:14], "little", signed=True)
        lengths = ogg[at + 27 : at + 27 + head[26]]
        # The pages of the headers end at sample 0.
        if headers and position == 0:
            first = at + 27 + len(lengths) + sum(lengths)
        else:
            headers = False
            pages.append((at, 0 if at == first else ended + longest))
        if position > 0:
            ended = position
        at += 27 + len(lengths) + sum(lengths)
    return pages


def path(name):
    return os.path.join(HERE, name)


def read(name):
    with open(path(name), encoding="utf-8") as file:
        return file.read()


def wanted():
    """What is looked up, and how it is read aloud: after a tab, where that is not as it is written."""
    phrases = {}
    for line in read("phrases.txt").splitlines():
        text, _, aloud = line.partition("\t")
        phrases.setdefault(key_of(text), aloud or text)
    return phrases


def key_of(text):
    """As `bank::key`."""
    return " ".join(text.replace("-", " ").split()).rstrip(".,:;!").lower()


def stamp(voice, spoken):
    """FNV-1a of 64 bits, as in tests/voice_bank.rs."""
    parts = [voice["program"], voice["name"], str(voice["speed"]), str(voice["rate"]), str(voice["quality"])]
    text = "\n".join([*parts, str(voice["level"]), spoken])
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def frames_of(clip, rate):
    """The mean square of each frame."""
    length = round(FRAME * rate)
    whole = np.pad(clip.astype(np.float64), (0, -len(clip) % length))
    return (whole.reshape(-1, length) ** 2).mean(axis=1)


def trim(clip, rate):
    """Without the silence at both ends, save a little."""
    before, after = round(BEFORE * rate), round(AFTER * rate)
    # Some begin at once: these get the little that is kept.
    clip = np.pad(clip.astype(np.float64), (before, after))
    length = round(0.005 * rate)
    whole = np.pad(clip, (0, -len(clip) % length))
    power = (whole.reshape(-1, length) ** 2).mean(axis=1)
    first = np.flatnonzero(power > power.max() * 10 ** (-SILENT_BEFORE / 10))[0]
    last = np.flatnonzero(power > power.max() * 10 ** (-SILENT_AFTER / 10))[-1]
    first, last = max(0, first * length - before), min(len(clip), (last + 1) * length + after)
    clip = clip[first:last]
    fade = np.linspace(0, 1, round(FADE * rate))
    clip[: len(fade)] *= fade
    clip[-len(fade) :] *= fade[::-1]
    return clip


def level(clip, rate, wanted_level):
    """At the level that all have. Peaks that would stand out too far are rounded off."""
    top = 10 ** (PEAK / 20)
    for _ in range(8):
        power = frames_of(clip, rate)
        speech = power[power > power.max() * 10 ** (-QUIET / 10)].mean()
        clip = clip * 10 ** (wanted_level / 20) / np.sqrt(speech)
        if true_peak(clip) <= top:
            break
        knee = 0.6 * top
        over = np.abs(clip) > knee
        bent = knee + (top - knee) * np.tanh((np.abs(clip[over]) - knee) / (top - knee)) * 0.97
        clip[over] = np.sign(clip[over]) * bent
    return clip.astype(np.float32)


def true_peak(clip):
    """Of the curve through the samples, seen four times as finely."""
    spectrum = np.fft.rfft(clip)
    return np.abs(np.fft.irfft(spectrum, 4 * len(clip)) * 4).max()


def encode(samples, rate, quality):
    pcm = (np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes()
    command = ["oggenc", "-Q", "-r", "-B", "16", "-C", "1", "-R", str(rate), "-q", str(quality), "-s", "1"]
    subprocess.run([*command, "-o", path("bank.ogg"), "-"], input=pcm, check=True)


if __name__ == "__main__":
    main()
