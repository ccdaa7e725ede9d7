"""Golden values of whole models trained for a few steps: writes graphs.json.

    python3 tests/oracle/graphs.py
"""
import torch
import torch.nn.functional as F

from oracle import draw, leaf, listed, write

generator = torch.Generator().manual_seed(3)
golden = []


def ids(size, n):
    return torch.randint(0, size, (n,), generator=generator).tolist()


def case(name, world, model, shapes, optimizer, make_optimizer, batches, loss, reduction="mean"):
    """loss(batch ids by name, parameters) -> what is minimised, what is reported."""
    parameters = {key: leaf(draw(generator, *shape, scale=0.5)) for key, shape in shapes.items()}
    result = {"name": name, "world": world, "model": model, "optimizer": optimizer, "reduction": reduction,
              "start": {key: listed(p) for key, p in parameters.items()}, "batches": batches, "losses": []}
    torch_optimizer = make_optimizer(list(parameters.values()))
    for step, batch in enumerate(batches):
        torch_optimizer.zero_grad()
        total, reported = loss({key: torch.tensor(v) for key, v in batch["ids"].items()}, batch, parameters)
        total.backward()
        if step == 0:
            result["gradients"] = {key: listed(p.grad) for key, p in parameters.items()}
        torch_optimizer.step()
        result["losses"].append(reported.item())
    result["end"] = {key: listed(p) for key, p in parameters.items()}
    golden.append(result)


# The sentiment classifier: softmax over the sum of a document's rows.
def sentiment_batch():
    lengths = [3, 0, 4, 1]
    offsets = [0, 3, 3, 7, 8]
    return {"rows": {"document": 4, "token": 8}, "offsets": {"token": offsets}, "lengths": lengths,
            "ids": {"tokens": ids(9, 8), "label": ids(2, 4)}}


def sentiment_loss(i, batch, p):
    document = torch.repeat_interleave(torch.arange(4), torch.tensor(batch["lengths"]))
    phrase = torch.zeros(4, 3).index_add(0, document, p["embed.weight"][i["tokens"]])
    loss = F.cross_entropy(F.linear(phrase, p["logits.weight"], p["logits.bias"][0]), i["label"])
    return loss, loss


case("sentiment",
     {"spaces": [{"name": "document"}, {"name": "token", "group": "document"}],
      "inputs": [{"name": "tokens", "space": "token", "size": 9}, {"name": "label", "space": "document", "size": 2}]},
     [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3},
      {"name": "phrase", "layer": "Sum", "input": "embed"},
      {"name": "logits", "layer": "Linear", "input": "phrase", "out": 2},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}],
     {"embed.weight": (9, 3), "logits.weight": (2, 3), "logits.bias": (1, 2)},
     {"type": "AdamW", "lr": 0.03125, "weight_decay": 0.125, "rows": "dense"},
     lambda w: torch.optim.AdamW(w, lr=0.03125, weight_decay=0.125),
     [sentiment_batch() for _ in range(5)], sentiment_loss)


# Skip-gram with negative sampling, pair by pair: -log s(u.v) - sum log s(-u.n), summed over the pairs.
def sgns_batch():
    return {"rows": {"pair": 6, "negative": 18}, "offsets": {},
            "ids": {"center": ids(8, 6), "context": ids(8, 6), "negatives": ids(8, 18)}}


def sgns_loss(i, batch, p):
    u, v = p["u.weight"][i["center"]], p["v.weight"][i["context"]]
    noise = p["v.weight"][i["negatives"]].view(6, 3, 4)
    pairs = -F.logsigmoid((u * v).sum(1)) - F.logsigmoid(-torch.einsum("pd,pkd->pk", u, noise)).sum(1)
    return pairs.sum(), pairs.mean()


case("sgns",
     {"spaces": [{"name": "pair"}, {"name": "negative", "group": "pair", "rows_per_segment": 3}],
      "inputs": [{"name": "center", "space": "pair", "size": 8}, {"name": "context", "space": "pair", "size": 8},
                 {"name": "negatives", "space": "negative", "size": 8}]},
     [{"name": "u", "layer": "Embedding", "input": "center", "dim": 4},
      {"name": "v", "layer": "Embedding", "input": "context", "dim": 4},
      {"name": "noise", "layer": "Embedding", "input": "negatives", "weight": "v.weight"},
      {"name": "positive", "layer": "Dot", "inputs": ["u", "v"]},
      {"name": "negative", "layer": "Dot", "inputs": ["u", "noise"]},
      {"name": "attract", "layer": "SigmoidCE", "input": "positive", "target": 1},
      {"name": "repel", "layer": "SigmoidCE", "input": "negative", "target": 0}],
     {"u.weight": (8, 4), "v.weight": (8, 4)},
     {"type": "SGD", "lr": 0.0625}, lambda w: torch.optim.SGD(w, lr=0.0625),
     [sgns_batch() for _ in range(5)], sgns_loss, reduction="sum")


# The bigram whose table is also its output weight: lookup and logits add to one gradient.
def bigram_batch():
    return {"rows": {"item": 2, "token": 7}, "offsets": {"token": [0, 3, 7]},
            "ids": {"tokens": ids(6, 7), "next": ids(6, 7)}}


def bigram_loss(i, batch, p):
    h = F.linear(p["embed.weight"][i["tokens"]], p["h.weight"], p["h.bias"][0])
    loss = F.cross_entropy(F.linear(h, p["embed.weight"], p["logits.bias"][0]), i["next"])
    return loss, loss


case("tied bigram",
     {"spaces": [{"name": "item"}, {"name": "token", "group": "item"}],
      "inputs": [{"name": "tokens", "space": "token", "size": 6}, {"name": "next", "space": "token", "size": 6}]},
     [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
      {"name": "h", "layer": "Linear", "input": "embed", "out": 4},
      {"name": "logits", "layer": "Linear", "input": "h", "weight": "embed.weight"},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}],
     {"embed.weight": (6, 4), "h.weight": (4, 4), "h.bias": (1, 4), "logits.bias": (1, 6)},
     {"type": "AdamW", "lr": 0.03125, "weight_decay": 0.125, "rows": "dense"},
     lambda w: torch.optim.AdamW(w, lr=0.03125, weight_decay=0.125),
     [bigram_batch() for _ in range(5)], bigram_loss)

write("graphs.json", golden)
