// What strangers send, a function for each kind. A function takes a file's bytes and either accepts them or throws
// rowgrad::Error; anything else (another exception, a crash, a sanitizer's finding) is a bug.
#pragma once

#include <string_view>

namespace rowgrad::fuzz {

using Target = void(std::string_view bytes);

Target config;       // a config, then overrides for --set, each after a byte 0
Target graph;        // the "model" list of a config, wired to the inputs of a classifier and of a language model
Target safetensors;  // every tensor is read
Target npy;
Target word_vectors;  // word2vec text and binary, GloVe text
Target labelled_text;
Target vocabulary;  // vocab.txt and labels.txt
Target checkpoint;  // of a small classifier with exact rows and early stopping

}  // namespace rowgrad::fuzz
