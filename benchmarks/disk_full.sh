#!/usr/bin/env bash
# A disk that is full at 50 points of a resumed run: exit 1, one message, and a checkpoint that ends in the same bytes.
#
#   ./run bench disk_full [POINTS]
#
# The disk is a small tmpfs, which takes root to mount. An interrupted run is copied there and resumed, saving after each
# step. First the room that it needs is found, to the page; then each point leaves it less, from nothing to a page too
# little. Afterwards what stands there is copied to where there is room, resumed, and compared with a run that was never
# interrupted.
set -euo pipefail

points=${1:-50}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bin=${ROWGRAD_BIN:-$root/build/release/bin}
if ((EUID != 0)); then
  echo "disk_full: skipped: mounting a tmpfs takes root" >&2
  exit 0
fi

work=$(mktemp -d)
trap 'mountpoint -q "$work/disk" && umount "$work/disk"; rm -rf "$work"' EXIT
mkdir "$work/disk"
cd "$work"

run=(--quiet --threads 1 --set sizes.d=200 --set 'schedule={"type":"constant"}' --set train.checkpoint_seconds=0)
resume() { "$bin/train" --resume --out "$1" --set train.epochs=3 --quiet --threads 1 >out 2>err; }

# on_disk KB: the interrupted run, resumed on a disk that has so much room beside it; gives train's exit code.
on_disk() {
  mount -t tmpfs -o "size=$(($1 + taken))k" tmpfs disk
  cp -r interrupted disk/run
  local code=0
  resume disk/run || code=$?
  rm -rf after && cp -r disk/run after
  umount disk
  return "$code"
}

"$bin/train" --config "$root/configs/sentiment.json" --out straight "${run[@]}" --set train.epochs=3 >out 2>err
"$bin/train" --config "$root/configs/sentiment.json" --out interrupted "${run[@]}" --set train.epochs=2 >out 2>err
mount -t tmpfs -o size=1g tmpfs disk
cp -r interrupted disk/run
taken=$(df --output=used -k disk | tail -1)
umount disk

low=0 need=$((4 * taken)) # pages of 4 KB: whether `need` is enough is seen below
while ((need - low > 4)); do
  middle=$(((low + need) / 8 * 4))
  if on_disk "$middle"; then need=$middle; else low=$middle; fi
done
on_disk "$need" || { echo "disk_full: $need KB of room are not enough" >&2 && exit 1; }

failed=0 resumed=0
for ((i = 0; i < points; ++i)); do
  room=$(((need - 4) * i / (points > 1 ? points - 1 : 1) / 4 * 4))
  code=0
  on_disk "$room" || code=$?
  if ((code == 1)) && [[ $(wc -l <err) == 1 && $(cat err) == "error: "* ]]; then
    failed=$((failed + 1))
  else
    echo "with $room KB of room: exit $code, $(cat err)" >&2
  fi
  if resume after && cmp -s after/model.safetensors straight/model.safetensors; then
    resumed=$((resumed + 1))
  else
    echo "with $room KB of room: not resumed to the same bytes: $(cat err)" >&2
  fi
done
echo "$points disks with room for 0 to $((need - 4)) of the $need KB needed: $failed ended with exit 1 and one message," \
  "$resumed were resumed to the same bytes"
((failed == points && resumed == points))
