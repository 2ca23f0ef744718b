"""A browser's offers, as Chromium writes them: good enough for Janus to answer."""

OFFER = "\r\n".join(
    [
        "v=0",
        "o=- 8617970364043500073 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:gUM3",
        "a=ice-pwd:2GDOdunwABpEtfC1gFGNqlhi",
        "a=ice-options:trickle",
        "a=fingerprint:sha-256 " + ":".join(["45"] * 32),
        "a=setup:actpass",
        "a=mid:0",
        "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        "a=sendrecv",
        "a=rtcp-mux",
        "a=rtpmap:111 opus/48000/2",
        "a=fmtp:111 minptime=10;useinbandfec=1",
        "",
    ]
)

PICTURE_OFFER = "\r\n".join(
    [
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:hVN4",
        "a=ice-pwd:3HEPepoxoBCquGuD2hGORmsj",
        "a=ice-options:trickle",
        "a=fingerprint:sha-256 " + ":".join(["54"] * 32),
        "a=setup:actpass",
        "a=mid:0",
        "a=sendonly",
        "a=rtcp-mux",
        "a=rtpmap:96 VP8/90000",
        "a=rtcp-fb:96 nack pli",
        "a=ssrc:1957243631 cname:talanoa",
        "",
    ]
)
