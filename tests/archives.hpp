// Archives of a test's own, good and hostile ones.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace rowgrad {

struct ArchiveMember {
  std::string name, content;
  std::string link = {};               // what it links to, if it is a link
  decltype(AE_IFREG) type = AE_IFREG;  // AE_IFLNK, AE_IFDIR…
};

/// A zip file, or a tar that is packed by gzip.
inline std::string make_archive(const std::vector<ArchiveMember>& members, bool zip) {
  const std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(), archive_write_free);
  std::size_t room = 1 << 20, used = 0;
  for (const ArchiveMember& member : members) room += member.content.size() + 4096;
  std::string out(room, '\0');
  if (zip) {
    archive_write_set_format_zip(writer.get());
  } else {
    archive_write_add_filter_gzip(writer.get());
    archive_write_set_format_pax_restricted(writer.get());
  }
  archive_write_open_memory(writer.get(), out.data(), out.size(), &used);
  for (const ArchiveMember& member : members) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(entry.get(), member.name.c_str());
    archive_entry_set_filetype(entry.get(), member.type);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member.content.size()));
    if (member.type == AE_IFLNK) archive_entry_set_symlink(entry.get(), member.link.c_str());
    if (member.type == AE_IFREG && !member.link.empty()) archive_entry_set_hardlink(entry.get(), member.link.c_str());
    archive_write_header(writer.get(), entry.get());
    archive_write_data(writer.get(), member.content.data(), member.content.size());
  }
  if (archive_write_close(writer.get()) != ARCHIVE_OK) throw std::runtime_error(archive_error_string(writer.get()));
  out.resize(used);
  return out;
}

}  // namespace rowgrad
