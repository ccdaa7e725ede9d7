#include <fmt/ranges.h>

#include <algorithm>

#include "core/atomic_file.hpp"
#include "io/npy.hpp"
#include "io/safetensors.hpp"
#include "io/word2vec_format.hpp"
#include "io/word_table.hpp"
#include "tools/messages.hpp"
#include "tools/output.hpp"
#include "tools/vectors_options.hpp"

namespace rowgrad {
namespace {

using FilePath = std::filesystem::path;

// Formats of two files need a place with room for both.
void require_place_beside(const FilePath& out) {
  if (is_written_directly(out))
    throw input_error(out.string(), "this format is two files, and a pipe or device is one",
                      "name a file, or choose word2vec-text or word2vec-binary");
}

void write_words_beside(const FilePath& out, const WordVectors& vectors) {
  write_atomically(vocabulary_beside(out), vectors.words().to_text());
}

// The word2vec formats end a word at its first blank.
void require_no_blanks(const FilePath& out, const WordVectors& vectors) {
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    const std::string& word = vectors.word(static_cast<Id>(i));
    if (word.find_first_of(" \n") != std::string::npos || word.empty())
      throw input_error(out.string(), fmt::format("the word2vec formats cannot hold the word \"{}\"", word),
                        "export .npy, .safetensors or .tsv");
  }
}

void write_text(const FilePath& out, const WordVectors& vectors) {
  require_no_blanks(out, vectors);
  write_word2vec_text(out, vectors.words(), vectors.values());
}

void write_binary(const FilePath& out, const WordVectors& vectors) {
  require_no_blanks(out, vectors);
  write_word2vec_binary(out, vectors.words(), vectors.values());
}

void write_numpy(const FilePath& out, const WordVectors& vectors) {
  require_place_beside(out);
  write_npy(out, vectors.values());
  write_words_beside(out, vectors);
}

void write_tensors(const FilePath& out, const WordVectors& vectors) {
  require_place_beside(out);
  write_safetensors(out, {{"vectors", &vectors.values()}});
  write_words_beside(out, vectors);
}

// The Embedding Projector's two files (projector.tensorflow.org): vectors, and metadata with a heading because it has
// two columns.
void write_projector(const FilePath& out, const WordVectors& vectors) {
  require_place_beside(out);
  std::string rows_text, metadata = "word\tcount\n";
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    const auto v = vectors.vector(static_cast<Id>(i));
    for (std::size_t j = 0; j < v.size(); ++j)
      fmt::format_to(std::back_inserter(rows_text), "{}{}", j == 0 ? "" : "\t", v[j]);
    rows_text += '\n';
    std::string word = vectors.word(static_cast<Id>(i));
    std::replace_if(
        word.begin(), word.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    metadata += fmt::format("{}\t{}\n", word, vectors.words().count(static_cast<Id>(i)));
  }
  write_atomically(out, rows_text);
  write_atomically(FilePath(out).replace_extension(".metadata.tsv"), metadata);
}

struct Format {
  const char* name;
  std::vector<std::string> endings;
  void (*write)(const FilePath&, const WordVectors&);
};
const std::vector<Format>& formats() {
  static const std::vector<Format> all = {{"word2vec-text", {".txt", ".vec"}, write_text},
                                          {"word2vec-binary", {".bin"}, write_binary},
                                          {"npy", {".npy"}, write_numpy},
                                          {"safetensors", {".safetensors"}, write_tensors},
                                          {"tensorboard", {".tsv"}, write_projector}};
  return all;
}

class Export : public Command {
 public:
  void declare(CLI::App& app) override {
    options_.declare(app);
    app.add_option("out", out_, "the file to write, or - for stdout; its ending chooses the format")->required();
    std::vector<std::string> names;
    for (const Format& f : formats()) names.emplace_back(f.name);
    app.add_option("--format", format_, "whatever the ending: " + fmt::format("{}", fmt::join(names, ", ")))
        ->check(CLI::IsMember(names));
    app.footer(
        ".txt .vec  word2vec text      .bin  word2vec binary (both load in gensim: KeyedVectors.load_word2vec_format)\n"
        ".npy       matrix, words in NAME.vocab.txt      .safetensors  likewise, tensor \"vectors\"\n"
        ".tsv       TensorBoard's projector, words in NAME.metadata.tsv\n"
        "Examples:\n  rowgrad export runs/word2vec vectors.npy\n"
        "  rowgrad export runs/word2vec - --format word2vec-text | xz > vectors.txt.xz");
  }

  int run() override {
    const Format& format = chosen();
    format.write(output_path(out_), options_.open());
    if (out_ != "-") tell("wrote {} ({})\n", out_, format.name);
    return 0;
  }

 private:
  const Format& chosen() const {
    const std::string ending = FilePath(out_).extension().string();
    for (const Format& f : formats()) {
      if (format_.empty() ? std::ranges::find(f.endings, ending) != f.endings.end() : format_ == f.name) return f;
    }
    throw input_error(out_, fmt::format("the ending \"{}\" names no format", ending),
                      "end it in .txt, .vec, .bin, .npy, .safetensors or .tsv, or give --format");
  }

  VectorsOptions options_;
  std::string out_, format_;
};

const bool registered = register_command<Export>(
    "export", "word vectors as word2vec text or binary, .npy, safetensors or TensorBoard's projector files");

}  // namespace
}  // namespace rowgrad
