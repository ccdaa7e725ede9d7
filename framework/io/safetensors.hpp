// safetensors: named matrices in one file (github.com/huggingface/safetensors).
//
//   u64 n | n bytes of JSON: {"name": {"dtype": "F32", "shape": [r, c], "data_offsets": [from, to]}, "__metadata__":
//   {…}} | data
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "core/finite.hpp"
#include "core/float16.hpp"
#include "core/matrix.hpp"
#include "core/regular_file.hpp"

namespace rowgrad {

/// The format's name of an element type.
template <class T>
constexpr const char* dtype = std::is_same_v<T, float>     ? "F32"
                              : std::is_same_v<T, double>  ? "F64"
                              : std::is_same_v<T, Float16> ? "F16"
                                                           : "U32";

/// A matrix to write, which must live until the file is written. Elements are float, double, Float16 or Id.
struct NamedMatrix {
  template <class T>
  NamedMatrix(std::string n, const Matrix<T>* value)
      : name(std::move(n)),
        type(dtype<T>),
        element_bytes(sizeof(T)),
        rows(rowgrad::rows(*value)),
        columns(rowgrad::columns(*value)),
        data(value->data()),
        bytes(value->size() * sizeof(T)) {}
  /// The rows from `first` on of a matrix of `all_rows`, the others of which other ranks have.
  template <class T>
  NamedMatrix(std::string n, const Matrix<T>* value, std::size_t first, std::size_t all_rows)
      : NamedMatrix(std::move(n), value) {
    rows = all_rows;
    first_row = first;
    is_part = true;
  }

  std::size_t row_bytes() const { return columns * element_bytes; }
  std::size_t all_bytes() const { return rows * row_bytes(); }
  std::size_t first_byte() const { return first_row * row_bytes(); }
  std::size_t own_rows() const { return row_bytes() == 0 ? 0 : bytes / row_bytes(); }

  std::string name;
  const char* type;
  std::size_t element_bytes;
  std::size_t rows, columns;  // of the whole matrix
  const void* data;
  std::size_t bytes;  // of data
  std::size_t first_row = 0;
  bool is_part = false;
};

/// Writes atomically. `metadata` maps strings to strings. Throws a run Error.
void write_safetensors(const std::filesystem::path& file, const std::vector<NamedMatrix>& tensors,
                       const std::map<std::string, std::string>& metadata = {});

/// What stands before the tensors' data.
std::string safetensors_header(const std::vector<NamedMatrix>& tensors,
                               const std::map<std::string, std::string>& metadata);

/// A file opened for reading; tensors, or rows of them, are read when they are asked for.
class Safetensors {
 public:
  /// Checks the whole header before anything is allocated: every tensor's shape times its element's size is what it
  /// takes of the file, no two overlap, nothing is left over and no name comes twice. Throws an input Error.
  explicit Safetensors(const std::filesystem::path& file);

  std::vector<std::string> names() const;
  bool has(const std::string& name) const { return name != "__metadata__" && header_.contains(name); }
  /// Rows and columns of a tensor; (0, 0) if it is not a matrix. REQUIRES: has(name).
  std::pair<std::size_t, std::size_t> shape(const std::string& name) const;
  /// The name of a tensor's element type: "F32". REQUIRES: has(name).
  std::string type(const std::string& name) const { return header_[name]["dtype"].get<std::string>(); }
  /// Copies a tensor into `value`, which gives the expected shape. Throws an input Error if it is missing, differs or
  /// holds a number that is not finite.
  template <class T>
  void read(const std::string& name, Matrix<T>& value) const {
    read(name, value, 0, rows(value));
  }
  /// The same of the rows from `first_row` on of a tensor of `all_rows`.
  template <class T>
  void read(const std::string& name, Matrix<T>& value, std::size_t first_row, std::size_t all_rows) const {
    const std::size_t at = place(name, dtype<T>, all_rows, columns(value));
    copy(at + first_row * columns(value) * sizeof(T), reinterpret_cast<char*>(value.data()), value.size() * sizeof(T));
    if constexpr (std::is_floating_point_v<T>) {
      if (!all_finite(value.data(), value.size())) not_finite(name);
    }
  }
  std::string metadata(const std::string& key) const;
  /// Where in the file the tensor's bytes begin. Throws an input Error unless it is there with that type and shape.
  std::size_t place(const std::string& name, const std::string& type, std::size_t rows, std::size_t columns) const;
  /// Bytes of the file as they are.
  void read_bytes(std::size_t at, void* to, std::size_t bytes) const { file_.read(at, to, bytes); }

 private:
  struct Range {
    std::size_t first, last;  // bytes of the data
  };
  void read_header();
  void copy(std::size_t at, char* to, std::size_t bytes) const;
  void check_header() const;
  void check_metadata(const Json& metadata) const;
  Range check_tensor(const std::string& name, const Json& entry) const;
  [[noreturn]] void not_finite(const std::string& name) const;
  [[noreturn]] void damaged(const std::string& why) const;
  std::filesystem::path path_;
  RegularFile file_;
  Json header_;
  std::size_t data_ = 0;
};

}  // namespace rowgrad
