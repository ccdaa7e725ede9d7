#include "tools/fetch/new_files.hpp"

#include <algorithm>
#include <stdexcept>

namespace rowgrad {

void NewFile::write(std::string_view bytes) {
  if (bytes.empty()) return;
  file_.write(bytes);
  hash_.add(bytes);
  bytes_ += bytes.size();
  line_ends_ += static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  last_ = bytes.back();
}

FileFacts NewFile::facts() { return {name_, bytes_, line_ends_ + (last_ == '\n' ? 0 : 1), hash_.finish()}; }

NewFile& NewFiles::open(const std::string& name) {
  if (std::ranges::find(files_, name, &NewFile::name_) != files_.end())
    throw std::logic_error(name + " is written twice");
  return files_.emplace_back(folder_, name);
}

std::vector<FileFacts> NewFiles::finish() {
  std::vector<FileFacts> facts;
  for (NewFile& file : files_) facts.push_back(file.facts());
  return facts;
}

void NewFiles::commit() {
  for (NewFile& file : files_) file.file_.commit();
}

}  // namespace rowgrad
