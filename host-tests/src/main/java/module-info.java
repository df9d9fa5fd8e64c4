/** A program that embeds the library, for tests that run it in different hosts. */
module dev.onboard4j.hosts {
  requires dev.onboard4j.core;

  exports dev.onboard4j.hosts;
}
