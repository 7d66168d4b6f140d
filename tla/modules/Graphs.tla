------------------------------- MODULE Graphs ------------------------------
(* Directed graphs, as records of a set of nodes and a set of edges, which are pairs of nodes. *)
EXTENDS Naturals, Sequences, FiniteSets, SequencesExt, Relation

\* Whether G is a directed graph.
IsDirectedGraph(G) == G = [node |-> G.node, edge |-> G.edge] /\ G.edge \subseteq (G.node \X G.node)

\* The graphs of some nodes and some edges of G.
DirectedSubgraph(G) ==
  UNION {{[node |-> N, edge |-> E] : E \in SUBSET (G.edge \cap (N \X N))} : N \in SUBSET G.node}

\* G with its edges turned around.
Transpose(G) == [node |-> G.node, edge |-> {<<e[2], e[1]>> : e \in G.edge}]

\* Whether each edge of G is there in both directions.
IsUndirectedGraph(G) == IsDirectedGraph(G) /\ Transpose(G) = G

\* The subgraphs of G whose edges are there in both directions.
UndirectedSubgraph(G) == {H \in DirectedSubgraph(G) : IsUndirectedGraph(H)}

\* The sequences of nodes of which each has an edge to the next.
Path(G) == {p \in Seq(G.node) : p # <<>> /\ \A i \in 1..Len(p) - 1 : <<p[i], p[i + 1]>> \in G.edge}

\* The paths that visit no node twice.
SimplePath(G) ==
  {p \in UNION {[1..n -> G.node] : n \in 1..Cardinality(G.node)} :
     /\ Cardinality({p[i] : i \in DOMAIN p}) = Len(p)
     /\ \A i \in 1..Len(p) - 1 : <<p[i], p[i + 1]>> \in G.edge}

\* The nodes that an edge leads to from n.
Successors(G, n) == {m \in G.node : <<n, m>> \in G.edge}

\* The nodes that an edge leads to from one of S.
AllSuccessors(G, S) == UNION {Successors(G, n) : n \in S}

\* The nodes from which an edge leads to n.
Predecessors(G, n) == {m \in G.node : <<m, n>> \in G.edge}

\* The nodes from which an edge leads to one of S.
AllPredecessors(G, S) == UNION {Predecessors(G, n) : n \in S}

\* The nodes of S and all that can be reached from them.
RECURSIVE Reached(_, _)
LOCAL Reached(G, S) == LET T == S \cup AllSuccessors(G, S) IN IF T = S THEN S ELSE Reached(G, T)

\* Whether there is a path from m to n.
AreConnectedIn(m, n, G) == n \in Reached(G, {m})

\* The relation of having a path from the one to the other.
ConnectionsIn(G) ==
  LET from == [m \in G.node |-> Reached(G, {m})] IN [m \in G.node, n \in G.node |-> n \in from[m]]

\* Whether there is a path from each node to each other.
IsStronglyConnected(G) == \A m \in G.node : G.node \subseteq Reached(G, {m})

\* Whether each node but r has one edge, to its parent, and all lead to the root r.
IsTreeWithRoot(G, r) ==
  /\ IsDirectedGraph(G)
  /\ r \in G.node
  /\ \A e \in G.edge : e[1] # r /\ \A f \in G.edge : (e[1] = f[1]) => (e = f)
  /\ \A n \in G.node : AreConnectedIn(n, r, G)

\* The nodes and edges of both.
GraphUnion(G, H) == [node |-> G.node \cup H.node, edge |-> G.edge \cup H.edge]

\* Whether each edge of G is between one of U and one of V, which have no nodes in common.
IsBipartiteWithPartitions(G, U, V) ==
  U \cap V = {} /\ G.node \subseteq (U \cup V) /\ G.edge \subseteq ((U \X V) \cup (V \X U))

\* Whether a path of G comes back to a node.
HasCycle(G) == \E n \in G.node : n \in Reached(G, Successors(G, n))

\* Whether G is a directed graph without cycles.
IsDag(G) == IsDirectedGraph(G) /\ ~HasCycle(G)

\* The nodes from which at least one edge, or more, lead to n.
Ancestors(G, n) == Reached(Transpose(G), Predecessors(G, n))

\* The nodes that at least one edge, or more, lead to from n.
Descendants(G, n) == Reached(G, Successors(G, n))

\* How many edges lead to n.
InDegree(G, n) == Cardinality(Predecessors(G, n))

\* How many edges lead from n.
OutDegree(G, n) == Cardinality(Successors(G, n))

\* The nodes that no edge leads to.
Roots(G) == {n \in G.node : Predecessors(G, n) = {}}

\* The nodes that no edge leads from.
Leaves(G) == {n \in G.node : Successors(G, n) = {}}

\* The graph without nodes.
EmptyGraph == [node |-> {}, edge |-> {}]

\* All graphs that have S as their nodes.
Graphs(S) == [node : {S}, edge : SUBSET (S \X S)]

=============================================================================
