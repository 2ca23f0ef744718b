"""A tiny model for faster-whisper, made here of random numbers: it hears nothing true, but hears.

Its parts are a real model's: encoder, decoder, a vocabulary of the usual size, a
tokeniser. It weighs some 4 MB and is made in half a second.
"""

from pathlib import Path

import numpy as np
from ctranslate2.specs import WhisperSpec
from faster_whisper.tokenizer import _LANGUAGE_CODES as LANGUAGES
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

WIDTH, INNER, MELS = 8, 16, 80
POSITIONS, TOKENS = 1500, 448
STAMPS = 1501
SIZE = 51_866
LARGE = 0.3


def made_in(folder: Path) -> Path:
    """Write the model into ``folder``, which is made, and say where it is."""
    folder.mkdir()
    words = sorted(pre_tokenizers.ByteLevel.alphabet())
    special = [
        "<|endoftext|>",
        "<|startoftranscript|>",
        *(f"<|{language}|>" for language in LANGUAGES),
        *(f"<|{name}|>" for name in ("translate", "transcribe", "startoflm", "startofprev")),
        "<|nospeech|>",
        "<|notimestamps|>",
    ]
    stamps = [f"<|{number * 0.02:.2f}|>" for number in range(STAMPS)]
    words += [f"w{number}" for number in range(SIZE - len(words) - len(special) - STAMPS - 1)]
    # By this word a model of many languages is known.
    words.append("")
    _tokenizer(words, [*special, *stamps]).save(str(folder / "tokenizer.json"))
    spec = WhisperSpec(1, 2, 1, 2)
    _fill(spec, np.random.default_rng(7))
    spec.register_vocabulary([*words, *special, *stamps])
    first = len(words) + 2
    spec.config.lang_ids = list(range(first, first + len(LANGUAGES)))
    spec.config.suppress_ids = spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [[0, 0]]
    spec.validate()
    spec.optimize()
    spec.save(str(folder))
    return folder


def _tokenizer(words: list[str], special: list[str]) -> Tokenizer:
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(sign, special=True) for sign in special])
    return tokenizer


def _fill(spec: WhisperSpec, chance: np.random.Generator) -> None:
    def random(*shape):
        return (chance.standard_normal(shape) * LARGE).astype(np.float32)

    def layer_norm(part):
        part.gamma, part.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def weights(part, *shape):
        part.weight, part.bias = random(*shape), np.zeros(shape[0], np.float32)

    def attention(part, *widths):
        layer_norm(part.layer_norm)
        for linear, width in zip(part.linear, widths, strict=True):
            weights(linear, width, WIDTH)

    weights(spec.encoder.conv1, WIDTH, MELS, 3)
    weights(spec.encoder.conv2, WIDTH, WIDTH, 3)
    spec.encoder.position_encodings.encodings = random(POSITIONS, WIDTH)
    spec.decoder.position_encodings.encodings = random(TOKENS, WIDTH)
    spec.decoder.embeddings.weight = spec.decoder.projection.weight = random(SIZE, WIDTH)
    for part in (spec.encoder, spec.decoder):
        layer_norm(part.layer_norm)
        for layer in part.layer:
            attention(layer.self_attention, 3 * WIDTH, WIDTH)
            layer_norm(layer.ffn.layer_norm)
            weights(layer.ffn.linear_0, INNER, WIDTH)
            weights(layer.ffn.linear_1, WIDTH, INNER)
    for layer in spec.decoder.layer:
        attention(layer.attention, WIDTH, 2 * WIDTH, WIDTH)
