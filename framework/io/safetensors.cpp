#include "io/safetensors.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/config.hpp"
#include "core/atomic_file.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/zero_blocks.hpp"

namespace rowgrad {
namespace {

bool is_size(const Json& value) { return value.is_number_unsigned(); }

// Of one element; 0 for types that this file knows nothing of.
std::size_t bytes_of(const std::string& dtype) {
  constexpr std::pair<std::string_view, std::size_t> known[] = {
      {"F32", 4},  {"F64", 8}, {"U32", 4}, {"I32", 4}, {"I64", 8}, {"U64", 8}, {"F16", 2},
      {"BF16", 2}, {"I16", 2}, {"U16", 2}, {"I8", 1},  {"U8", 1},  {"BOOL", 1}};
  for (const auto& [name, bytes] : known) {
    if (dtype == name) return bytes;
  }
  return 0;
}

// Whether the product of the shape and `width` is `bytes`; it may be larger than 64 bits hold.
bool holds(const Json& shape, std::size_t width, std::size_t bytes) {
  const bool empty = std::any_of(shape.begin(), shape.end(), [](const Json& n) { return n.get<std::size_t>() == 0; });
  if (empty) return bytes == 0;
  std::size_t product = width;
  for (const Json& n : shape) {
    const auto size = n.get<std::size_t>();
    if (product > bytes / size) return false;
    product *= size;
  }
  return product == bytes;
}

}  // namespace

std::string safetensors_header(const std::vector<NamedMatrix>& tensors,
                               const std::map<std::string, std::string>& metadata) {
  Json header = Json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const NamedMatrix& tensor : tensors) {
    const std::size_t end = offset + tensor.all_bytes();
    header[tensor.name] = {
        {"dtype", tensor.type}, {"shape", {tensor.rows, tensor.columns}}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data is aligned
  const std::uint64_t size = text.size();
  return std::string(reinterpret_cast<const char*>(&size), sizeof(size)) + text;
}

void write_safetensors(const std::filesystem::path& path, const std::vector<NamedMatrix>& tensors,
                       const std::map<std::string, std::string>& metadata) {
  AtomicFile file(path);
  file.write(safetensors_header(tensors, metadata));
  for (const NamedMatrix& tensor : tensors) file.write(tensor.data, tensor.bytes);
  file.commit();
}

Safetensors::Safetensors(const std::filesystem::path& path) : path_(path), file_(path) { read_header(); }

void Safetensors::read_header() {
  std::uint64_t size = 0;
  if (file_.size() < sizeof(size)) damaged("it is too short");
  file_.read(0, &size, sizeof(size));
  if (size > file_.size() - sizeof(size)) damaged("its header is cut off");
  data_ = sizeof(size) + size;
  std::string text(size, ' ');
  file_.read(sizeof(size), text.data(), size);
  try {
    header_ = parse_json(text, path_.string());
  } catch (const Error& e) {
    damaged(std::string("in its header, ") + e.what());
  }
  if (!header_.is_object()) damaged("its header is not a JSON object");
  check_header();
}

void Safetensors::check_header() const {
  std::vector<Range> ranges;
  for (const auto& [name, entry] : header_.items()) {
    if (name != "__metadata__")
      ranges.push_back(check_tensor(name, entry));
    else
      check_metadata(entry);
  }
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return std::pair(a.first, a.last) < std::pair(b.first, b.last); });
  std::size_t end = 0;
  for (const auto& [first, last] : ranges) {
    if (first != end) damaged(first < end ? "tensors overlap" : "its data has a gap");
    end = last;
  }
  if (end != file_.size() - data_) damaged("bytes follow its last tensor");
}

void Safetensors::check_metadata(const Json& metadata) const {
  const bool strings = metadata.is_object() &&
                       std::all_of(metadata.begin(), metadata.end(), [](const Json& v) { return v.is_string(); });
  if (!strings) damaged("its metadata is not an object of strings");
}

// The tensor's place in the data, whose size is that of its shape.
Safetensors::Range Safetensors::check_tensor(const std::string& name, const Json& entry) const {
  const auto numbers = [&](const char* key) -> const Json& {
    const bool good = entry.contains(key) && entry[key].is_array() &&
                      std::all_of(entry[key].begin(), entry[key].end(), [](const Json& v) { return is_size(v); });
    if (!good) damaged(fmt::format("\"{}\" has no list of whole numbers \"{}\"", name, key));
    return entry[key];
  };
  if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string())
    damaged(fmt::format("\"{}\" has no element type", name));
  const Json &shape = numbers("shape"), &offsets = numbers("data_offsets");
  if (offsets.size() != 2) damaged(fmt::format("\"{}\" has {} offsets, not 2", name, offsets.size()));
  const auto first = offsets[0].get<std::size_t>(), last = offsets[1].get<std::size_t>();
  if (first > last || last > file_.size() - data_) damaged("its data is cut off");
  const std::size_t width = bytes_of(entry["dtype"].get_ref<const std::string&>());
  if (width != 0 && !holds(shape, width, last - first))
    damaged(fmt::format("\"{}\" has shape {} in {} bytes", name, shape.dump(), last - first));
  return {first, last};
}

void Safetensors::damaged(const std::string& why) const {
  throw input_error(path_.string(), "not a safetensors file: " + why, "write it again");
}

std::vector<std::string> Safetensors::names() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : header_.items()) {
    if (name != "__metadata__") names.push_back(name);
  }
  return names;
}

std::pair<std::size_t, std::size_t> Safetensors::shape(const std::string& name) const {
  const Json& entry = header_[name];
  const Json shape = entry.is_object() ? entry.value("shape", Json()) : Json();
  if (!shape.is_array() || shape.size() != 2 || !shape[0].is_number_unsigned() || !shape[1].is_number_unsigned())
    return {0, 0};
  return {shape[0].get<std::size_t>(), shape[1].get<std::size_t>()};
}

std::size_t Safetensors::place(const std::string& name, const std::string& type, std::size_t rows,
                               std::size_t columns) const {
  if (!has(name))
    throw input_error(path_.string(), fmt::format("has no tensor \"{}\"", name), "use a file of the same model");
  const Json& entry = header_[name];
  const Json expected{rows, columns};
  if (entry["dtype"] != type || entry["shape"] != expected) {
    throw input_error(path_.string(),
                      fmt::format("\"{}\" is {} {}, expected {} {}", name, entry["dtype"].get<std::string>(),
                                  entry["shape"].dump(), type, expected.dump()),
                      "use a file of a model with the same sizes");
  }
  return data_ + entry["data_offsets"][0].get<std::size_t>();
}

// By way of a buffer: holes in the file leave memory that is zero untouched.
void Safetensors::copy(std::size_t at, char* to, std::size_t bytes) const {
  constexpr std::size_t piece = std::size_t{1} << 20;
  parallel_for(bytes, piece, [&](std::size_t first, std::size_t last) {
    thread_local std::vector<char> buffer;
    buffer.resize(piece);
    file_.read(at + first, buffer.data(), last - first);
    copy_sparsely(buffer.data(), to + first, last - first);
  });
}

void Safetensors::not_finite(const std::string& name) const {
  throw input_error(path_.string(), fmt::format("\"{}\" holds numbers that are not finite", name),
                    "the file is damaged, or its training diverged: use another");
}

std::string Safetensors::metadata(const std::string& key) const {
  const auto metadata = header_.find("__metadata__");
  return metadata == header_.end() ? "" : metadata->value(key, "");
}

}  // namespace rowgrad
