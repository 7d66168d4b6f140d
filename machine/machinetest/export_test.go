package machinetest

// DecodeArbitrary is for tests.
var DecodeArbitrary = decodeArbitrary
