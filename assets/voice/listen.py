#!/usr/bin/env python3
"""Lets a speech recogniser listen to the clips of the bank, and says how many words of them it misheard.

    listen.py MODEL [PHRASE ...]          each clip by itself
    listen.py MODEL --lines FILE.json ... what is put together of several clips, as `supple plan NAME --script --json`
                                          prints it

MODEL is a folder with a Whisper model as faster-whisper reads it.
"""

import json
import re
import subprocess
import sys

import numpy as np
from faster_whisper import WhisperModel

from render import key_of, path, read

ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen""".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
# What the recogniser listens to: its own rate, and silence around a clip in seconds.
RATE, SILENCE = 16000, 0.5


def main():
    model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", cpu_threads=2)
    rate, bank = samples()
    spoken = spoken_forms()
    if sys.argv[2:3] == ["--lines"]:
        wanted = list(joined(sys.argv[3:], bank, rate, spoken))
    else:
        wanted = [(spoken[key], clip) for key, clip in clips(bank) if not sys.argv[2:] or key in chosen()]
    misheard, words, wrong = [], 0, 0
    for text, clip in wanted:
        heard = listen(model, clip, rate)
        said = words_of(text)
        errors = min(len(said), distance(said, words_of(heard)))
        words, wrong = words + len(said), wrong + errors
        if errors or chosen():
            misheard.append((errors, text, heard))
    for errors, text, heard in sorted(misheard, reverse=True):
        print(f"{errors}\t{text}\t{heard}")
    print(f"{wrong} of {words} words wrong in {len(wanted)}: {100 * wrong / words:.1f} %")


def chosen():
    return {key_of(phrase) for phrase in sys.argv[2:] if not phrase.startswith("--")}


def spoken_forms():
    """By what is looked up, what is heard."""
    return {key_of(text): aloud or text for text, _, aloud in (line.partition("\t") for line in phrases())}


def phrases():
    return read("phrases.txt").splitlines()


def clips(bank):
    for line in read("index.tsv").splitlines()[1:]:
        key, start, length, _ = line.split("\t")
        yield key, bank[int(start) : int(start) + int(length)]


def joined(files, bank, rate, spoken):
    """Each different line of several phrases, every phrase where it begins."""
    of, seen = dict(clips(bank)), set()
    for file in files:
        with open(file, encoding="utf-8") as script:
            lines = json.load(script)["script"]
        for line in lines:
            keys = [key_of(phrase) for phrase in line["phrases"]]
            if len(keys) == 1 or tuple(keys) in seen or not all(key in of for key in keys):
                continue
            seen.add(tuple(keys))
            starts = [round(start * rate) for start in line["starts"]]
            sound = np.zeros(starts[-1] + len(of[keys[-1]]), np.float32)
            for key, start in zip(keys, starts):
                sound[start : start + len(of[key])] += of[key]
            yield " ".join(spoken[key] for key in keys), sound


def samples():
    with open(path("bank.ogg"), "rb") as file:
        rate = int.from_bytes(file.read(44)[40:44], "little")
    raw = subprocess.run(["oggdec", "-Q", "-R", "-o", "-", path("bank.ogg")], capture_output=True, check=True).stdout
    return rate, np.frombuffer(raw, "<i2").astype(np.float32) / 32768


def listen(model, clip, rate):
    count = round(len(clip) * RATE / rate)
    spectrum = np.fft.rfft(clip)[: count // 2 + 1]
    clip = np.fft.irfft(spectrum, count) * count / len(clip)
    silence = np.zeros(round(SILENCE * RATE))
    sound = np.concatenate([silence, clip, silence]).astype(np.float32)
    segments, _ = model.transcribe(
        sound, language="en", beam_size=5, temperature=0.0, condition_on_previous_text=False, without_timestamps=True
    )
    return " ".join(segment.text.strip() for segment in segments)


def words_of(text):
    """Numbers in words, no punctuation, no spelling variants that sound alike."""
    text = re.sub(r"(\d+)\s*%", r"\1 percent", text.lower().replace("’", "'"))
    text = re.sub(r"(\d+)-(\d+)", r"\1 to \2", text)
    text = re.sub(r"(\d+)\.5\b", r"\1 and a half", text)
    text = re.sub(r"\d+", lambda number: f" {number_words(int(number[0]))} ", text)
    text = re.sub(r"[^a-z' ]", " ", text).replace("'s", " s").replace("'", "")
    return text.replace(" hundred and ", " hundred ").split()


def number_words(number):
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (" " + ONES[number % 10] if number % 10 else "")
    if number < 1000:
        return ONES[number // 100] + " hundred" + (" " + number_words(number % 100) if number % 100 else "")
    return str(number)


def distance(wanted, heard):
    """Words wrong, missing or too many. Where words are written together or apart does not count."""
    cost = np.zeros((len(wanted) + 1, len(heard) + 1), int)
    cost[:, 0], cost[0, :] = range(len(wanted) + 1), range(len(heard) + 1)
    for i, word in enumerate(wanted, 1):
        for j, other in enumerate(heard, 1):
            best = min(cost[i - 1, j] + 1, cost[i, j - 1] + 1, cost[i - 1, j - 1] + (word != other))
            if i > 1 and wanted[i - 2] + word == other:
                best = min(best, cost[i - 2, j - 1])
            if j > 1 and heard[j - 2] + other == word:
                best = min(best, cost[i - 1, j - 2])
            cost[i, j] = best
    return int(cost[-1, -1])


if __name__ == "__main__":
    main()
