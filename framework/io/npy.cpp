#include "io/npy.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstring>
#include <string>

#include "core/atomic_file.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/text_file.hpp"

namespace rowgrad {
namespace {

static_assert(std::endian::native == std::endian::little, "the files hold little-endian numbers");

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t alignment = 64;
constexpr std::size_t rows_per_block = 4096;

struct Header {
  std::string type;
  bool fortran_order = false;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t data = 0;  // where the numbers begin
};

class HeaderReader {
 public:
  HeaderReader(const std::filesystem::path& path, std::string_view bytes) : path_(path), bytes_(bytes) {}

  Header read() const {
    if (!is_npy(bytes_)) fail("not an .npy file", "write it with numpy.save");
    const std::size_t length_at = magic.size() + 2;
    const std::size_t length_bytes = bytes_.size() > length_at && bytes_[magic.size()] == 1 ? 2 : 4;
    if (bytes_.size() < length_at + length_bytes) fail("its header is cut off", "write it again");
    std::uint32_t length = 0;
    std::memcpy(&length, bytes_.data() + length_at, length_bytes);
    const std::size_t start = length_at + length_bytes;
    if (length > bytes_.size() - start) fail("its header is cut off", "write it again");
    const std::string_view text = bytes_.substr(start, length);
    Header header{value(text, "'descr'"), value(text, "'fortran_order'").starts_with("True"), 0, 0, start + length};
    shape(value(text, "'shape'"), header);
    return header;
  }

  [[noreturn]] void fail(const std::string& what, const std::string& remedy) const {
    throw input_error(path_.string(), what, remedy);
  }

 private:
  // The text after `key: `, to the end of the header.
  std::string value(std::string_view text, std::string_view key) const {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) fail(fmt::format("its header has no {}", key), "write it again");
    const std::size_t first = text.find_first_not_of(": ", at + key.size());
    return std::string(first == std::string_view::npos ? "" : text.substr(first));
  }

  void shape(const std::string& text, Header& header) const {
    const std::string inside = text.substr(0, text.find(')') + 1);
    if (!inside.starts_with('(')) fail("its shape cannot be read", "write it again");
    const char* p = inside.data() + 1;
    const char* end = inside.data() + inside.size();
    const auto [comma, problem] = std::from_chars(p, end, header.rows);
    const char* second = comma;
    while (second < end && (*second == ',' || *second == ' ')) ++second;
    const auto [close, problem2] = std::from_chars(second, end, header.columns);
    if (problem != std::errc() || problem2 != std::errc() || close == end || *close != ')') {
      fail(fmt::format("expected two dimensions (words, columns), found shape {}", inside), "save a matrix");
    }
  }

  const std::filesystem::path& path_;
  std::string_view bytes_;
};

template <class Number>
void copy(const Header& header, const char* data, Matrix<float>& values) {
  parallel_for(header.rows, rows_per_block, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      for (std::size_t j = 0; j < header.columns; ++j) {
        const std::size_t at = header.fortran_order ? j * header.rows + i : i * header.columns + j;
        Number number;
        std::memcpy(&number, data + at * sizeof(Number), sizeof(Number));
        row(values, i)[j] = static_cast<float>(number);
      }
    }
  });
}

}  // namespace

bool is_npy(std::string_view bytes) { return bytes.starts_with(magic); }

void write_npy(const std::filesystem::path& path, const Matrix<float>& values) {
  std::string header =
      fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", rows(values), columns(values));
  const std::size_t before = magic.size() + 2 + 2;
  header.resize((before + header.size() + 1 + alignment - 1) / alignment * alignment - before - 1, ' ');
  header += '\n';
  const auto length = static_cast<std::uint16_t>(header.size());
  AtomicFile file(path);
  file.write(magic);
  file.write(std::string_view("\x01\x00", 2));
  file.write(&length, sizeof(length));
  file.write(header);
  file.write(values.data(), values.size() * sizeof(float));
  file.commit();
}

Matrix<float> read_npy(const std::filesystem::path& path) {
  const TextFile file(path);
  const HeaderReader reader(path, file.bytes());
  const Header header = reader.read();
  const bool is_float = header.type.starts_with("'<f4'"), is_double = header.type.starts_with("'<f8'");
  if (!is_float && !is_double) {
    reader.fail(fmt::format("expected '<f4' or '<f8' numbers, found {}", header.type.substr(0, header.type.find(','))),
                "save it with astype('float32')");
  }
  const std::size_t width = is_float ? sizeof(float) : sizeof(double);
  const std::size_t room = (file.bytes().size() - header.data) / width;
  if (header.rows == 0 || header.columns == 0)
    reader.fail(fmt::format("is an empty matrix, {} x {}", header.rows, header.columns), "write it again");
  if (header.rows > room / header.columns) {
    reader.fail(fmt::format("its header promises {} x {} numbers, found {}", header.rows, header.columns, room),
                "the file is cut off: write it again");
  }
  Matrix<float> values;
  resize(values, header.rows, header.columns);
  const char* data = file.bytes().data() + header.data;
  if (is_float)
    copy<float>(header, data, values);
  else
    copy<double>(header, data, values);
  return values;
}

}  // namespace rowgrad
