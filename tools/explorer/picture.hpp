// Picture: one that `rowgrad plot` draws: what it needs to know. How it is drawn stands in tools/page/src/pictures.ts.
#pragma once

#include <string>
#include <vector>

#include "tools/answers/answer.hpp"

namespace rowgrad {

struct Picture {
  enum class Runs { none, one, several };

  std::string name, doc;
  Runs runs = Runs::one;
  std::vector<std::string> options = {};  // that it reads
  /// For a run, the questions whose answers it is drawn from. Options stand in them by name: "{scores}".
  std::vector<Question> questions = {};
};

struct PictureOption {
  std::string name, doc;
  std::vector<std::string> legal = {};  // empty: anything
};

const std::vector<Picture>& pictures();
/// Those of all pictures.
const std::vector<PictureOption>& picture_options();
/// REQUIRES: there is one.
const Picture& picture_named(const std::string& name);

/// By question, as the page writes it. Throws Error.
Json answers_for(const Picture& picture, Shelf& shelf, const Json& options);

}  // namespace rowgrad
