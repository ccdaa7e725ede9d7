#include "core/unpack.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <vector>

#include "core/error.hpp"
#include "core/spool.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;

struct Magic {
  Packing packing;
  const char* name;
  std::string_view bytes;
};
constexpr std::array<Magic, 4> magics = {{{Packing::gzip, "gzip", {"\x1F\x8B\x08", 3}},
                                          {Packing::xz,
                                           "xz",
                                           {"\xFD"
                                            "7zXZ\0",
                                            6}},
                                          {Packing::zstd, "zstd", "\x28\xB5\x2F\xFD"},
                                          {Packing::bzip2, "bzip2", "BZh"}}};

Error broken(const std::string& name, Packing packing, const std::string& how) {
  return input_error(name, fmt::format("its {} stream {}", packing_name(packing), how), "get the file again");
}

// libarchive 3.6 does not compare gzip's checksums, and a text with a wrong byte trains without a word. So gzip goes
// through zlib.
class Inflater {
 public:
  Inflater() {
    constexpr int largest_window = 15, gzip_only = 16;
    if (inflateInit2(&stream_, largest_window + gzip_only) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // A file may hold several streams, one after the other, and zeros at its end.
  void unpack(std::string_view packed, const std::string& name, Spool& out) {
    std::vector<char> buffer(piece_bytes);
    while (!packed.empty()) {
      const int result = step(packed, buffer, out);
      if (result == Z_STREAM_END) {
        if (packed.find_first_not_of('\0') == std::string_view::npos) return;
        if (packing_of(packed) != Packing::gzip) throw broken(name, Packing::gzip, "is followed by something else");
        inflateReset(&stream_);
      } else if (result == Z_MEM_ERROR) {
        throw std::bad_alloc();
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        throw broken(name, Packing::gzip, fmt::format("is damaged ({})", stream_.msg ? stream_.msg : "no reason"));
      }
    }
    throw broken(name, Packing::gzip, "is cut off");
  }

 private:
  int step(std::string_view& packed, std::vector<char>& buffer, Spool& out) {
    const std::size_t most = std::min(packed.size(), piece_bytes);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(most);
    int result = Z_OK;
    do {  // until the input is used up and nothing is left inside
      stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream_.avail_out = static_cast<uInt>(buffer.size());
      result = inflate(&stream_, Z_NO_FLUSH);
      out.write({buffer.data(), buffer.size() - stream_.avail_out});
    } while (result == Z_OK && stream_.avail_out == 0);
    packed.remove_prefix(most - stream_.avail_in);
    return result;
  }

  z_stream stream_ = {};
};

void unpack_by_libarchive(std::string_view packed, Packing packing, const std::string& name, Spool& out) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  if (reader == nullptr) throw std::bad_alloc();
  archive_read_support_filter_xz(reader.get());
  archive_read_support_filter_zstd(reader.get());
  archive_read_support_filter_bzip2(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_read_support_format_empty(reader.get());
  const auto refuse = [&] {
    const char* why = archive_error_string(reader.get());
    throw broken(name, packing, fmt::format("is damaged or cut off ({})", why ? why : "no reason"));
  };
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(reader.get(), packed.data(), packed.size()) != ARCHIVE_OK) refuse();
  // What libarchive finds too short for its kind it would hand out as it is.
  if (archive_filter_code(reader.get(), 0) == ARCHIVE_FILTER_NONE) refuse();
  const int header = archive_read_next_header(reader.get(), &entry);
  if (header == ARCHIVE_EOF) return;  // packed nothing
  if (header != ARCHIVE_OK) refuse();
  std::vector<char> buffer(piece_bytes);
  while (true) {
    const la_ssize_t got = archive_read_data(reader.get(), buffer.data(), buffer.size());
    if (got < 0) refuse();
    if (got == 0) return;
    out.write({buffer.data(), static_cast<std::size_t>(got)});
  }
}

}  // namespace

Packing packing_of(std::string_view bytes) {
  for (const Magic& magic : magics) {
    if (!bytes.starts_with(magic.bytes)) continue;
    const std::string_view after_level = bytes.substr(std::min<std::size_t>(4, bytes.size()));
    if (magic.packing != Packing::bzip2 || after_level.starts_with("1AY&SY")) return magic.packing;
  }
  return Packing::none;
}

const char* packing_name(Packing packing) {
  for (const Magic& magic : magics) {
    if (magic.packing == packing) return magic.name;
  }
  return "";
}

FileBytes unpack(std::string_view packed, Packing packing, const std::string& name) {
  Spool out("what " + name + " unpacks to");
  if (packing == Packing::gzip)
    Inflater().unpack(packed, name, out);
  else
    unpack_by_libarchive(packed, packing, name, out);
  return out.finish();
}

}  // namespace rowgrad
