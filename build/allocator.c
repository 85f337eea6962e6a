/* The settings of jemalloc, which it reads before the program starts: one arena, no huge pages, small caches,
   and freed memory goes back to the system soon (docs/performance.md). The variable _RJEM_MALLOC_CONF overrides
   them. */
const char *_rjem_malloc_conf = "narenas:1,thp:never,tcache_max:4096,dirty_decay_ms:200,muzzy_decay_ms:0";
