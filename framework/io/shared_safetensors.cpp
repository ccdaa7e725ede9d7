#include "io/shared_safetensors.hpp"

#include <algorithm>
#include <optional>

#include "comm/together.hpp"
#include "core/atomic_file.hpp"
#include "core/file_part.hpp"

namespace rowgrad {
namespace {

// Where everybody writes.
struct Place {
  std::string file;      // the temporary one
  std::size_t data = 0;  // where the first tensor begins
};

Place begin(const std::filesystem::path& file, const std::vector<NamedMatrix>& tensors,
            const std::map<std::string, std::string>& metadata, std::optional<AtomicFile>& atomic) {
  const std::string header = safetensors_header(tensors, metadata);
  std::size_t bytes = header.size();
  for (const NamedMatrix& tensor : tensors) bytes += tensor.all_bytes();
  atomic.emplace(file);
  atomic->reserve(bytes);
  atomic->write(header);
  return {std::filesystem::absolute(atomic->temporary()).string(), header.size()};
}

Place told_by_first(const Place& mine, Communicator& communicator) {
  const auto name = communicator.gather(std::span<const char>(mine.file))[0];
  return {std::string(name.begin(), name.end()), communicator.gather_one(mine.data)[0]};
}

void write_own(const Place& place, const std::vector<NamedMatrix>& tensors, bool first) {
  FilePart part(place.file);
  std::size_t offset = place.data;
  for (const NamedMatrix& tensor : tensors) {
    if (tensor.is_part || first) part.write_at(offset + tensor.first_byte(), tensor.data, tensor.bytes);
    offset += tensor.all_bytes();
  }
  part.flush();
}

}  // namespace

void write_shared_safetensors(const std::filesystem::path& file, const std::vector<NamedMatrix>& tensors,
                              const std::map<std::string, std::string>& metadata, Communicator& communicator) {
  if (std::ranges::none_of(tensors, &NamedMatrix::is_part)) {
    on_first(communicator, [&] { write_safetensors(file, tensors, metadata); });
    return;
  }
  std::optional<AtomicFile> atomic;  // rank 0's
  Place place;
  on_first(communicator, [&] { place = begin(file, tensors, metadata, atomic); });
  place = told_by_first(place, communicator);
  together(communicator, [&] { write_own(place, tensors, communicator.first()); });
  on_first(communicator, [&] { atomic->commit(); });
}

}  // namespace rowgrad
