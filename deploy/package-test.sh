#!/usr/bin/env bash
# Makes the Debian package of a built program, and installs, upgrades, removes and
# purges it below an empty root: deploy/package-test.sh PROGRAM
# The machine itself is left alone. Needs what deploy/package.sh needs, dpkg,
# systemd's and init-system-helpers' programs, and root or sudo.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/.."

work=$(mktemp --directory)
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
trap 'as_root rm -rf "$work"' EXIT

fail() { printf 'package: %s\n' "$*" >&2; exit 1; }
# A path below the root: its kind, mode and owner, such as "f 600 0:0".
is() { [ "$(as_root stat --format '%F %a %u:%g' "$root$1")" = "$2" ] || fail "$1 is $(as_root stat --format '%F %a %u:%g' "$root$1"), not $2"; }
gone() { ! as_root test -e "$root$1" || fail "$1 is left"; }
says() { grep --quiet --fixed-strings -- "$2" <<< "$1" || fail "'$2' is missing in: $1"; }

cp "$program" "$work/kally-bridge"
# A build for tests holds names of functions, a hundred megabytes of them.
strip "$work/kally-bridge"
deploy/package.sh "$work/kally-bridge" "$work" --fast --quiet > /dev/null
package=$(echo "$work"/kally-bridge_*.deb)

root=$work/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/etc"
touch "$root/var/lib/dpkg/status"
install_it() {
    as_root dpkg --root="$root" --force-script-chrootless --force-depends --force-confold "$@" >> "$work/dpkg.log" 2>&1 ||
        { cat "$work/dpkg.log" >&2; fail "dpkg $*"; }
}

install_it --install "$package"
is /usr/bin/kally-bridge "regular file 755 0:0"
is /etc/kally-bridge/kally-bridge.toml "regular file 644 0:0"
is /etc/kally-bridge/secrets.env "regular file 600 0:0"
is /usr/lib/systemd/system/kally-bridge.service "regular file 644 0:0"
is /usr/lib/systemd/system/kally-bridge@.service "regular file 644 0:0"
is /etc/systemd/system/multi-user.target.wants/kally-bridge.service "symbolic link 777 0:0"
for paper in man/man1/kally-bridge.1.gz bash-completion/completions/kally-bridge zsh/vendor-completions/_kally-bridge \
    fish/vendor_completions.d/kally-bridge.fish doc/kally-bridge/copyright doc/kally-bridge/kally-bridge.toml; do
    is "/usr/share/$paper" "regular file 644 0:0"
done
says "$(cat "$root/etc/passwd")" ":/var/lib/kally-bridge:"
says "$(gzip --decompress --stdout "$root/usr/share/man/man1/kally-bridge.1.gz")" '.TH'
bash -n "$root/usr/share/bash-completion/completions/kally-bridge"

# The units, with the program where the package puts it.
mkdir "$work/units"
for unit in kally-bridge.service kally-bridge@.service; do
    sed "s|^ExecStart=kally-bridge|ExecStart=$root/usr/bin/kally-bridge|" "$root/usr/lib/systemd/system/$unit" > "$work/units/$unit"
done
sed -i "s|^Wants=.*||; s|^After=.*||" "$work"/units/*
systemd-analyze verify --man=no "$work/units/kally-bridge.service" "$work/units/kally-bridge@two.service" 2> "$work/verify.log" ||
    fail "$(cat "$work/verify.log")"
! grep "$work/units" "$work/verify.log" >&2 || fail "systemd-analyze has complaints"
template=$(cat "$root/usr/lib/systemd/system/kally-bridge@.service")
for line in StateDirectory=kally-bridge-%i WorkingDirectory=%S/kally-bridge-%i EnvironmentFile=-/etc/kally-bridge/%i.env \
    "--config /etc/kally-bridge/%i.toml"; do
    says "$template" "$line"
done

installed=$root/usr/bin/kally-bridge
says "$("$installed" --version)" "kally-bridge $(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1) ("
# Nothing answers there, so it has complaints (1), but its settings can be used (not 2).
code=0
checked=$(cd "$work" && env -i HOME="$work" KALLY_STORE__PATH="$work/store" KALLY_KALLYAI__BASE_URL=http://127.0.0.1:9 \
    "$installed" check --config "$root/etc/kally-bridge/kally-bridge.toml" 2>&1) || code=$?
[ "$code" = 1 ] || fail "check ends with $code: $checked"
says "$checked" "$root/etc/kally-bridge/kally-bridge.toml"

# What the operator writes stays through an upgrade and a removal.
echo '# mine' | as_root tee --append "$root/etc/kally-bridge/kally-bridge.toml" > /dev/null
as_root mkdir -p "$root/var/lib/kally-bridge/store"
install_it --install "$package"
says "$(cat "$root/etc/kally-bridge/kally-bridge.toml")" '# mine'
install_it --remove kally-bridge
gone /usr/bin/kally-bridge
gone /usr/lib/systemd/system/kally-bridge.service
says "$(cat "$root/etc/kally-bridge/kally-bridge.toml")" '# mine'
install_it --purge kally-bridge
gone /etc/kally-bridge
gone /etc/systemd/system/multi-user.target.wants/kally-bridge.service
is /var/lib/kally-bridge/store "directory 755 0:0"
says "$(cat "$work/dpkg.log")" "/var/lib/kally-bridge is left in place"
echo "package: $(basename "$package") is installed, upgraded, removed and purged as it should be"
