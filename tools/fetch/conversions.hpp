// What can be made of a file that was fetched.
#pragma once

#include <map>
#include <string>

#include "tools/fetch/archive_reader.hpp"
#include "tools/fetch/data_set.hpp"

namespace rowgrad {

/// The same bytes, whatever they are.
Conversion copy_as(const std::string& name);

/// The same bytes, if they are lines of two words and a score that `rowgrad similarity` reads.
Conversion scored_pairs(const std::string& name);

/// The same bytes, if they are ": section" and lines of four words.
Conversion analogy_questions(const std::string& name);

/// Members of an archive, each as the file that the map names, the same bytes.
Conversion unpack_members(const std::map<std::string, std::string>& members, ArchiveLimits limits);

/// Trees of the Stanford Sentiment Treebank, in members of an archive, as `sentence<TAB>label`: the label of the whole
/// sentence, 0 and 1 negative, 3 and 4 positive; neutral sentences (2) are left out, as is usual.
Conversion treebank_sentences(const std::map<std::string, std::string>& members);

/// The reviews of aclImdb's folders train/pos, train/neg, test/pos and test/neg as `review<TAB>label` in
/// NAME.train.tsv and NAME.test.tsv, those of train/unsup one a line in NAME.unsup.txt. `<br />`, tabs and line ends in
/// a review become a blank.
Conversion film_reviews(const std::string& name);

}  // namespace rowgrad
