// What labels tell of how the data was read: a wrong column or a slip of the pen becomes a class like any other.
#pragma once

#include <string>
#include <vector>

#include "data/vocabulary.hpp"

namespace rowgrad {

/// Throws an input Error at `file` if more than half of the documents have labels of their own, unless `many_classes`:
/// then the label's column is probably not the label's, and `other_label` (LabelledFormat::other_label()) is the
/// remedy. Few documents may have any.
void require_classes(const Vocabulary& labels, const std::string& file, const std::string& other_label,
                     bool many_classes);

/// What is worth a warning: nearly unique labels, labels that occur once, that differ in case or blanks only, that are
/// called as a column is, that have the marks of another format; and labels that are as long as texts, unless
/// `other_label` is empty, as where a user says which they are.
std::vector<std::string> label_notes(const Vocabulary& labels, const std::string& other_label);

}  // namespace rowgrad
