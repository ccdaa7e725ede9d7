// Packing of texts, for tests of reading them.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace rowgrad {

/// `text` as one stream: `filter` is libarchive's, such as ARCHIVE_FILTER_GZIP.
inline std::string packed(const std::string& text, int filter) {
  std::string out(text.size() + (1 << 20), '\0');
  std::size_t used = 0;
  const std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(), archive_write_free);
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_write_set_bytes_in_last_block(writer.get(), 1);  // no padding
  const bool done = archive_write_add_filter(writer.get(), filter) == ARCHIVE_OK &&
                    archive_write_set_format_raw(writer.get()) == ARCHIVE_OK &&
                    archive_write_open_memory(writer.get(), out.data(), out.size(), &used) == ARCHIVE_OK &&
                    archive_write_header(writer.get(), entry.get()) == ARCHIVE_OK &&
                    archive_write_data(writer.get(), text.data(), text.size()) == la_ssize_t(text.size()) &&
                    archive_write_close(writer.get()) == ARCHIVE_OK;
  if (!done) throw std::runtime_error(archive_error_string(writer.get()));
  out.resize(used);
  return out;
}

}  // namespace rowgrad
