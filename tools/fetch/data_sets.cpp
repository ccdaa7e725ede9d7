// The data sets that `rowgrad fetch` knows. Sizes and sums are those that others have published who check them too:
// Hugging Face's and Julia's data set loaders, TensorFlow's word2vec tutorial, makemore's users. Where a row has none,
// none was found, and what comes the first time is remembered instead.
#include "tools/fetch/conversions.hpp"
#include "tools/fetch/data_set.hpp"

namespace rowgrad {
namespace {

DataSet names() {
  return {.name = "names",
          .about = "first names, one a line: 32,033",
          .author = "A. Karpathy's makemore, from the list of the US Social Security Administration",
          .licence = "MIT",
          .url = "https://raw.githubusercontent.com/karpathy/makemore/988aa59/names.txt",
          .bytes = 228'145,
          .sha256 = "0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d",
          .files = {"names.txt"},
          .convert = copy_as("names.txt"),
          .next = {"train", "--config", "configs/transformer.json", "--data", "names.txt"}};
}

DataSet sst2() {
  return {.name = "sst2",
          .about = "sentences of film reviews with a label: 6,920 / 872 / 1,821",
          .author = "Stanford Sentiment Treebank (Socher et al. 2013)",
          .licence = "not stated",
          .url = "https://nlp.stanford.edu/sentiment/trainDevTestTrees_PTB.zip",
          .bytes = 789'539,
          .sha256 = "5c613a4f673fc74097d523a2c83f38e0cc462984d847b82c7aaf36b01cbbbfcc",
          .files = {"sst2.train.tsv", "sst2.dev.tsv", "sst2.test.tsv"},
          .convert = treebank_sentences({{"trees/train.txt", "sst2.train.tsv"},
                                         {"trees/dev.txt", "sst2.dev.tsv"},
                                         {"trees/test.txt", "sst2.test.tsv"}}),
          .next = {"train", "--config", "configs/sentiment_sst2.json", "--data", "sst2.train.tsv", "--dev",
                   "sst2.dev.tsv", "--test", "sst2.test.tsv"}};
}

DataSet imdb() {
  return {.name = "imdb",
          .about = "film reviews with a label: 25,000 / 25,000; 50,000 without",
          .author = "Large Movie Review Dataset (Maas et al. 2011)",
          .licence = "not stated",
          .url = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
          .bytes = 84'125'825,
          .sha256 = "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
          .files = {"imdb.train.tsv", "imdb.test.tsv", "imdb.unsup.txt"},
          .convert = film_reviews("imdb"),
          .next = {"train", "--config", "configs/sentiment_large.json", "--data", "imdb.train.tsv", "--test",
                   "imdb.test.tsv"}};
}

DataSet text8() {
  return {.name = "text8",
          .about = "the start of Wikipedia: 17 M words without punctuation",
          .author = "M. Mahoney, from Wikipedia of March 2006",
          .licence = "GFDL",
          .url = "https://mattmahoney.net/dc/text8.zip",
          .bytes = 31'344'016,
          .sha256 = "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232",
          .files = {"text8"},
          .convert = unpack_members({{"text8", "text8"}}, {.bytes = 101 * megabyte, .entries = 10}),
          .next = {"train", "--config", "configs/word2vec.json", "--data", "text8"}};
}

DataSet wordsim353() {
  return {.name = "wordsim353",
          .about = "353 pairs of words, and how similar people find them",
          .author = "WordSimilarity-353 (Finkelstein et al. 2002); gensim's copy",
          .licence = "CC BY 4.0",
          .url = "https://raw.githubusercontent.com/piskvorky/gensim/4.2.0/gensim/test/test_data/wordsim353.tsv",
          .sha256 = "",
          .files = {"wordsim353.txt"},
          .convert = scored_pairs("wordsim353.txt"),
          .next = {"rowgrad", "similarity", "runs/word2vec", "wordsim353.txt"}};
}

DataSet questions_words() {
  return {.name = "questions-words",
          .about = "19,544 analogy questions in 14 sections",
          .author = "word2vec (Mikolov et al. 2013)",
          .licence = "Apache 2.0",
          .url = "https://raw.githubusercontent.com/tmikolov/word2vec/master/questions-words.txt",
          .sha256 = "",
          .files = {"questions-words.txt"},
          .convert = analogy_questions("questions-words.txt"),
          .next = {"rowgrad", "analogies", "runs/word2vec", "questions-words.txt"}};
}

DataSet glove() {
  return {.name = "glove.6B",
          .about = "vectors of 400,000 words: 50, 100, 200 and 300 numbers",
          .author = "GloVe (Pennington et al. 2014), of Wikipedia 2014 and Gigaword 5",
          .licence = "PDDL 1.0",
          .url = "https://nlp.stanford.edu/data/glove.6B.zip",
          .bytes = 862'182'613,
          .sha256 = "617afb2fe6cbd085c235baf7a465b96f4112bd7f7ccb2b2cbd649fed9cbcf2fb",
          .files = {"glove.6B.50d.txt", "glove.6B.100d.txt", "glove.6B.200d.txt", "glove.6B.300d.txt"},
          .convert = unpack_members({{"glove.6B.50d.txt", "glove.6B.50d.txt"},
                                     {"glove.6B.100d.txt", "glove.6B.100d.txt"},
                                     {"glove.6B.200d.txt", "glove.6B.200d.txt"},
                                     {"glove.6B.300d.txt", "glove.6B.300d.txt"}},
                                    {.bytes = 4000 * megabyte, .entries = 20}),
          .next = {"rowgrad", "analogy", "glove.6B.100d.txt", "man", "king", "woman"}};
}

}  // namespace

const std::vector<DataSet>& data_sets() {
  static const std::vector<DataSet> all{names(), sst2(), imdb(), text8(), wordsim353(), questions_words(), glove()};
  return all;
}

}  // namespace rowgrad
