#!/usr/bin/env bash
# Makes the Debian package and the archive: deploy/package.sh PROGRAM FOLDER
# of a built program, such as target/release/kally-bridge, into a folder. The
# program writes its manual page and completions itself, so it has to run here.
# Needs cargo-deb, dpkg-dev, tar and gzip. Further arguments go to cargo-deb.
set -euo pipefail
program=$(realpath "$1")
folder=$(realpath --canonicalize-missing "$2")
cd "$(dirname "$0")/.."

# cargo-deb takes built files from there.
target=$(mktemp --directory)
trap 'rm -rf "$target"' EXIT
built=$target/release
papers=$built/papers
mkdir -p "$papers" "$folder"
cp "$program" "$built/kally-bridge"
"$program" man | gzip --best --no-name > "$papers/kally-bridge.1.gz"
for shell in bash zsh fish; do
    "$program" completions "$shell" > "$papers/completion.$shell"
done
# Further bots, each with files of its own, by the name behind the @.
sed -e 's|/etc/kally-bridge/kally-bridge\.toml|/etc/kally-bridge/%i.toml|' \
    -e 's|/etc/kally-bridge/secrets\.env|/etc/kally-bridge/%i.env|' \
    -e 's|^StateDirectory=kally-bridge$|StateDirectory=kally-bridge-%i|' \
    -e 's|^WorkingDirectory=.*|WorkingDirectory=%S/kally-bridge-%i|' \
    -e 's|^Description=kally-bridge|& %i|' \
    deploy/kally-bridge.service > "$papers/kally-bridge@.service"

CARGO_TARGET_DIR=$target cargo deb --no-build --package kally-bridge --output "$folder" "${@:3}"

# For systems without Debian's packages, and for other service managers.
version=$("$program" --version | cut -d ' ' -f 2)
name=kally-bridge-$version-linux-$(dpkg --print-architecture)
mkdir "$target/$name"
cp -r "$built/kally-bridge" "$papers"/* deploy/kally-bridge.service deploy/kally-bridge.sysusers deploy/etc \
    LICENSE README.md CHANGELOG.md SECURITY.md "$target/$name"
cp config/kally-bridge.toml "$target/$name/defaults.toml"
tar --create --gzip --owner=0 --group=0 --sort=name --directory="$target" --file="$folder/$name.tar.gz" "$name"
echo "$folder/$name.tar.gz"
