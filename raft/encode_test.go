package raft_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenet-go/tenet/machine"
	"github.com/tenet-go/tenet/raft"
)

// filled returns a value of a type in which nothing is empty: numbers are 1, and lists have two elements.
func filled(of reflect.Type) reflect.Value {
	v := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.Struct:
		for i := range of.NumField() {
			v.Field(i).Set(filled(of.Field(i).Type))
		}
	case reflect.Slice:
		v.Set(reflect.Append(v, filled(of.Elem()), filled(of.Elem())))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	default:
		v.SetUint(1)
	}
	return v
}

// changed calls f with v changed in one place, for every place in it, and changes it back.
func changed(v reflect.Value, f func()) {
	before := reflect.ValueOf(v.Interface())
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			changed(v.Field(i), f)
		}
		return
	case reflect.Slice:
		for i := range v.Len() {
			changed(v.Index(i), f)
		}
		v.Set(v.Slice(0, 1))
	case reflect.String:
		v.SetString("y")
	case reflect.Bool:
		v.SetBool(false)
	default:
		v.SetUint(0)
	}
	f()
	v.Set(before)
}

// TestEveryFieldIsEncoded: whatever is changed in a value, its bytes change, and none are the beginning of others.
func TestEveryFieldIsEncoded(t *testing.T) {
	for _, of := range []machine.Data{
		raft.VoteRequest{}, raft.VoteResponse{}, raft.AppendRequest{}, raft.AppendResponse{}, raft.SnapshotRequest{}, raft.SnapshotResponse{},
		raft.ReadRequest{}, raft.ReadResponse{}, raft.HardState{}, raft.Append{}, raft.Compact{}, raft.Chunk{}, raft.Install{},
		raft.Propose{}, raft.ProposeAll{}, raft.TakeSnapshot{}, raft.ReadAt{}, raft.SnapshotTaken{}, raft.ApplyEntries{}, raft.RestoreSnapshot{},
	} {
		v := filled(reflect.TypeOf(of))
		seen := []string{string(v.Interface().(machine.Data).AppendTo(nil))}
		changed(v, func() {
			b := string(v.Interface().(machine.Data).AppendTo(nil))
			for _, other := range seen {
				require.False(t, strings.HasPrefix(b, other) || strings.HasPrefix(other, b), "%T: %v", of, v)
			}
			seen = append(seen, b)
		})
	}
}

// TestTheLargestNumbersFit: a decoder must take what it has written.
func TestTheLargestNumbersFit(t *testing.T) {
	for _, n := range []uint64{0, 1, 0x7f, 0x80, 0x3fff, 0x4000, math.MaxUint64} {
		m := raft.ReadResponse{ID: machine.RequestID(n), Index: n}
		decoded, err := raft.Codec{}.DecodeMessage(m.AppendTo(nil))
		require.NoError(t, err)
		require.Equal(t, m, decoded)
	}
	r := raft.HardState{Term: math.MaxUint64, VotedFor: math.MaxUint32}
	decoded, err := raft.Codec{}.DecodeRecord(r.AppendTo(nil))
	require.NoError(t, err)
	require.Equal(t, r, decoded)
}
