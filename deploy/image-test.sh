#!/usr/bin/env bash
# Tries a built image as deploy/compose.yaml runs it: deploy/image-test.sh IMAGE
# Needs Docker with its compose plugin.
set -euo pipefail
image=$1
cd "$(dirname "$0")/.."
name=kally-bridge-test-$$
trap 'docker rm --force "$name" > /dev/null 2>&1 || true' EXIT

fail() { printf 'image: %s\n' "$*" >&2; docker logs "$name" >&2 2> /dev/null || true; exit 1; }
is() { [ "$2" = "$3" ] || fail "$1 is '$2', not '$3'"; }
of_image() { docker image inspect --format "$1" "$image"; }

install -d -m 700 deploy/secrets
[ -e deploy/secrets/telegram_token ] || touch deploy/secrets/telegram_token
docker compose --file deploy/compose.yaml config --quiet || fail "compose.yaml"

is "the user" "$(of_image '{{.Config.User}}')" 10001:10001
is "the licence" "$(of_image '{{index .Config.Labels "org.opencontainers.image.licenses"}}')" MIT
locked=(--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges)
docker run --rm "${locked[@]}" "$image" --version | grep --quiet '^kally-bridge [0-9]' || fail "--version"
# `run` without a platform is a configuration that cannot be used.
code=0
docker run --rm "${locked[@]}" "$image" run > /dev/null 2>&1 || code=$?
is "the end of run" "$code" 2

# A bot whose platform is unreachable starts all the same, and writes below /data only.
docker run --detach --name "$name" "${locked[@]}" \
    --env KALLY_TELEGRAM__TOKEN=123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA \
    --env KALLY_TELEGRAM__API_URL=http://127.0.0.1:9 --env KALLY_KALLYAI__BASE_URL=http://127.0.0.1:9 \
    "$image" > /dev/null
for _ in $(seq 60); do
    docker exec "$name" kally-bridge claim > /dev/null 2>&1 && break
    sleep 1
done
docker exec "$name" kally-bridge claim > /dev/null || fail "no claim code after a minute"
docker exec "$name" kally-bridge healthcheck > /dev/null && fail "it says that it is ready, without Telegram"
docker stop --timeout 30 "$name" > /dev/null
is "the end after SIGTERM" "$(docker inspect --format '{{.State.ExitCode}}' "$name")" 0
echo "image: $image starts, stops and keeps to /data"
