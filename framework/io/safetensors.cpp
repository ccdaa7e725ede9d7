#include "io/safetensors.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "core/atomic_file.hpp"
#include "core/error.hpp"

namespace rowgrad {

void write_safetensors(const std::filesystem::path& path, const std::vector<NamedMatrix>& tensors,
                       const std::map<std::string, std::string>& metadata) {
  Json header = Json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const NamedMatrix& tensor : tensors) {
    const std::size_t end = offset + tensor.bytes;
    header[tensor.name] = {
        {"dtype", tensor.type}, {"shape", {tensor.rows, tensor.columns}}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data is aligned
  const std::uint64_t size = text.size();
  AtomicFile file(path);
  file.write(&size, sizeof(size));
  file.write(text);
  for (const NamedMatrix& tensor : tensors) file.write(tensor.data, tensor.bytes);
  file.commit();
}

Safetensors::Safetensors(const std::filesystem::path& path) : path_(path), file_(path) {
  const std::string_view bytes = file_.text();
  std::uint64_t size = 0;
  if (bytes.size() < sizeof(size)) damaged("it is too short");
  std::memcpy(&size, bytes.data(), sizeof(size));
  if (size > bytes.size() - sizeof(size)) damaged("its header is cut off");
  header_ = Json::parse(bytes.substr(sizeof(size), size), nullptr, /*allow_exceptions=*/false);
  if (!header_.is_object()) damaged("its header is not JSON");
  data_ = sizeof(size) + size;
  check_header();
}

void Safetensors::check_header() const {
  const std::size_t available = file_.text().size() - data_;
  try {
    for (const auto& [name, entry] : header_.items()) {
      if (name == "__metadata__") {
        entry.get<std::map<std::string, std::string>>();
        continue;
      }
      entry.at("dtype").get<std::string>();
      entry.at("shape").get<std::vector<std::size_t>>();
      const auto [first, last] = entry.at("data_offsets").get<std::array<std::size_t, 2>>();
      if (first > last || last > available) damaged("its data is cut off");
    }
  } catch (const Json::exception&) {
    damaged("its header has another form");
  }
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

void Safetensors::read(const std::string& name, const std::string& type, std::size_t rows, std::size_t columns,
                       void* data, std::size_t bytes) const {
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
  const auto [first, last] = entry["data_offsets"].get<std::array<std::size_t, 2>>();
  if (last - first != bytes) damaged("its data is cut off");
  std::memcpy(data, file_.text().data() + data_ + first, bytes);
}

std::string Safetensors::metadata(const std::string& key) const {
  const Json metadata = header_.value("__metadata__", Json::object());
  return metadata.value(key, "");
}

}  // namespace rowgrad
