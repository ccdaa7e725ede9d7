"""Golden values of every layer's forward and backward: writes layers.json. To add a layer, add a case.

    python3 tests/oracle/layers.py
"""
import math

import torch
import torch.nn.functional as F

from oracle import draw, leaf, listed, write

OFFSETS = [0, 3, 3, 7, 8, 10]  # five documents, one of them empty
SEGMENTS = list(zip(OFFSETS, OFFSETS[1:]))
IDS = {
    "tokens": [3, 1, 3, 0, 3, 6, 4, 1, 2, 2],
    "class": [0, 3, 1, 1, 2, 0, 3, 2, 1, 0],
    "code": [0, 1, 1, 0, 1, 0, 0, 1, 1, 0],
    "sampled": [0, 3, 1, 0, 4, 2],
}
LOG_Q = [-1.25, -1.5, -1.75, -2.0, -2.25, -2.75, -3.0]  # of `sampled`, by id

generator = torch.Generator().manual_seed(1)
ROWS = {
    "x": draw(generator, 10, 4),
    "y": draw(generator, 10, 4),
    "h": draw(generator, 5, 4),
    "fixed": draw(generator, 15, 4),
    "weight": draw(generator, 10, 1),
    "big": draw(generator, 10, 4) * 8192,  # logits of about ±1e4
}
ROWS["probability"] = torch.clamp(torch.round(torch.softmax(ROWS["x"], 1) * 1024), min=1) / 1024
world = {
    "spaces": [
        {"name": "document"},
        {"name": "token", "group": "document"},
        {"name": "fixed", "group": "document", "rows_per_segment": 3},
        {"name": "sample"},
    ],
    "inputs": [
        {"name": "tokens", "space": "token", "size": 7},
        {"name": "class", "space": "token", "size": 4},
        {"name": "code", "space": "token", "size": 2},
        {"name": "sampled", "space": "sample", "log_probability": LOG_Q},
        {"name": "x", "space": "token", "width": 4},
        {"name": "y", "space": "token", "width": 4},
        {"name": "h", "space": "document", "width": 4},
        {"name": "fixed", "space": "fixed", "width": 4},
        {"name": "weight", "space": "token", "width": 1},
        {"name": "big", "space": "token", "width": 4},
        {"name": "probability", "space": "token", "width": 4},
    ],
    "batch": {
        "rows": {"document": 5, "token": 10, "fixed": 15, "sample": 6},
        "offsets": {"token": OFFSETS},
        "ids": IDS,
        "values": {name: listed(rows) for name, rows in ROWS.items()},
    },
}
golden = {"world": world, "cases": []}


def case(layer, config, compute, shapes=None, training=True, table=None):
    """compute(inputs, parameters) -> output; parameters go by the layer's own names or as "table.weight"."""
    inputs = {name: leaf(rows) for name, rows in ROWS.items()}
    parameters = {name: leaf(draw(generator, *shape, scale=0.5)) for name, shape in (shapes or {}).items()}
    for name, parameter in parameters.items():
        if name == "running_variance":
            parameter.data.abs_().add_(0.5)
    output = compute(inputs, parameters)
    if output.dim() == 1:
        output = output.unsqueeze(1)
    cotangent = draw(generator, *output.shape)
    (output * cotangent).sum().backward()
    full = lambda name: name if "." in name else "layer." + name
    gradients = {name: listed(value.grad) for name, value in inputs.items() if value.grad is not None}
    gradients.update({full(name): listed(p.grad) for name, p in parameters.items() if p.grad is not None})
    model = [dict({"name": "layer", "layer": layer}, **config)]
    if table:
        model.append({"name": "table", "layer": "Embedding", "input": "tokens", "dim": table})
    golden["cases"].append({
        "name": f"{layer} {config}" + ("" if training else " in evaluation"),
        "model": model,
        "training": training,
        "parameters": {full(name): listed(p) for name, p in parameters.items()},
        "cotangent": listed(cotangent),
        "output": listed(output),
        "gradients": gradients,
    })


tokens, classes, code = (torch.tensor(IDS[name]) for name in ("tokens", "class", "code"))
document_of = torch.tensor([s for s, (a, b) in enumerate(SEGMENTS) for _ in range(a, b)])


def segment_sum(x):
    return torch.zeros(5, x.shape[1]).index_add(0, document_of, x)


def per_segment(x, f):
    """f on each segment's rows, the results one below the other."""
    return torch.cat([f(x[a:b]) for a, b in SEGMENTS if b > a])


# Lookup and reduction
case("Embedding", {"input": "tokens", "dim": 3}, lambda i, p: p["weight"][tokens], {"weight": (7, 3)})
case("Sum", {"input": "x"}, lambda i, p: segment_sum(i["x"]))
case("Sum", {"input": "fixed"}, lambda i, p: i["fixed"].view(5, 3, 4).sum(1))
counts = torch.tensor([max(1, b - a) for a, b in SEGMENTS]).unsqueeze(1)
case("Mean", {"input": "x"}, lambda i, p: segment_sum(i["x"]) / counts)
case("Flatten", {"input": "fixed"}, lambda i, p: i["fixed"].reshape(5, 12))

# Linear maps and products
case("Linear", {"input": "x", "out": 3}, lambda i, p: F.linear(i["x"], p["weight"], p["bias"][0]),
     {"weight": (3, 4), "bias": (1, 3)})
case("Linear", {"input": "h", "out": 2, "bias": False}, lambda i, p: F.linear(i["h"], p["weight"]), {"weight": (2, 4)})
case("Linear", {"input": "x", "weight": "table.weight"}, lambda i, p: F.linear(i["x"], p["table.weight"], p["bias"][0]),
     {"table.weight": (7, 4), "bias": (1, 7)}, table=4)
case("Dot", {"inputs": ["x", "y"]}, lambda i, p: (i["x"] * i["y"]).sum(1))
case("Dot", {"inputs": ["x", "h"]}, lambda i, p: (i["x"] * i["h"][document_of]).sum(1))
case("Dot", {"inputs": ["h", "fixed"]}, lambda i, p: torch.einsum("sd,skd->sk", i["h"], i["fixed"].view(5, 3, 4)))
case("Dot", {"inputs": ["x", "fixed"]},
     lambda i, p: torch.einsum("td,tkd->tk", i["x"], i["fixed"].view(5, 3, 4)[document_of]))
case("Add", {"inputs": ["x", "y", "x"]}, lambda i, p: i["x"] + i["y"] + i["x"])
case("Multiply", {"inputs": ["x", "y"]}, lambda i, p: i["x"] * i["y"])

# Activations
case("Tanh", {"input": "x"}, lambda i, p: torch.tanh(i["x"]))
case("ReLU", {"input": "x"}, lambda i, p: torch.relu(i["x"]))
case("GELU", {"input": "x"}, lambda i, p: F.gelu(i["x"], approximate="tanh"))
case("SiLU", {"input": "x"}, lambda i, p: F.silu(i["x"]))
case("Dropout", {"input": "x", "rate": 0.5}, lambda i, p: F.dropout(i["x"], 0.5, training=False), training=False)

# Normalisation
case("LayerNorm", {"input": "x"}, lambda i, p: F.layer_norm(i["x"], (4,), p["weight"][0], p["bias"][0]),
     {"weight": (1, 4), "bias": (1, 4)})
case("LayerNorm", {"input": "x", "bias": False}, lambda i, p: F.layer_norm(i["x"], (4,), p["weight"][0]),
     {"weight": (1, 4)})
case("RMSNorm", {"input": "x"},
     lambda i, p: p["weight"][0] * i["x"] / torch.sqrt((i["x"] ** 2).mean(1, keepdim=True) + 1e-5), {"weight": (1, 4)})
statistics = {"running_mean": (1, 4), "running_variance": (1, 4), "weight": (1, 4), "bias": (1, 4)}
for training in (True, False):
    case("BatchNorm", {"input": "x"},
         lambda i, p: F.batch_norm(i["x"], p["running_mean"][0].detach().clone(),
                                   p["running_variance"][0].detach().clone(), p["weight"][0], p["bias"][0],
                                   training=training), statistics, training=training)

# Order
positions = torch.tensor([k for a, b in SEGMENTS for k in range(b - a)])
case("Position", {"input": "x", "length": 5}, lambda i, p: i["x"] + p["weight"][positions], {"weight": (5, 4)})
case("Position", {"input": "x", "length": 5, "combine": "multiply"},
     lambda i, p: i["x"] * (1 + p["weight"][positions]), {"weight": (5, 4)})


def attention(x, p, heads, causal):
    n, d = x.shape
    width = d // heads
    bias = p["qkv_bias"][0] if "qkv_bias" in p else None
    q, k, v = (part.view(n, heads, width).transpose(0, 1) for part in F.linear(x, p["qkv"], bias).split(d, dim=1))
    scores = q @ k.transpose(1, 2) / math.sqrt(width)
    if causal:
        scores = scores + torch.triu(torch.full((n, n), -math.inf), diagonal=1)
    mixed = (torch.softmax(scores, -1) @ v).transpose(0, 1).reshape(n, d)
    return F.linear(mixed, p["projection"], p["projection_bias"][0] if "projection_bias" in p else None)


maps = {"qkv": (12, 4), "projection": (4, 4)}
case("Attention", {"input": "x", "heads": 2}, lambda i, p: per_segment(i["x"], lambda x: attention(x, p, 2, False)),
     dict(maps, qkv_bias=(1, 12), projection_bias=(1, 4)))
case("Attention", {"input": "x", "heads": 1, "causal": True, "bias": False},
     lambda i, p: per_segment(i["x"], lambda x: attention(x, p, 1, True)), maps)


def recurrent(run, x, p):
    """PyTorch's own loop (torch.rnn_tanh, torch.gru) over one segment, from a state of zeros."""
    bias_input = p["bias_input"][0] if "bias_input" in p else p["bias"][0]
    bias_state = p["bias_state"][0] if "bias_state" in p else torch.zeros_like(bias_input)
    weights = [p["weight_input"], p["weight_state"], bias_input, bias_state]
    start = torch.zeros(1, 1, p["weight_state"].shape[1])
    return run(x.unsqueeze(1), start, weights, True, 1, 0.0, False, False, False)[0].squeeze(1)


case("RNN", {"input": "x", "dim": 3}, lambda i, p: per_segment(i["x"], lambda x: recurrent(torch.rnn_tanh, x, p)),
     {"weight_input": (3, 4), "weight_state": (3, 3), "bias": (1, 3)})
case("GRU", {"input": "x", "dim": 3}, lambda i, p: per_segment(i["x"], lambda x: recurrent(torch.gru, x, p)),
     {"weight_input": (9, 4), "weight_state": (9, 3), "bias_input": (1, 9), "bias_state": (1, 9)})


# Losses
def cross_entropy(logits, q):
    return -(q * torch.log_softmax(logits, 1)).sum(1)


case("SoftmaxCE", {"inputs": ["x", "class"]}, lambda i, p: F.cross_entropy(i["x"], classes, reduction="none"))
case("SoftmaxCE", {"inputs": ["big", "class"]}, lambda i, p: F.cross_entropy(i["big"], classes, reduction="none"))
case("SoftmaxCE", {"inputs": ["x", "class", "weight"], "label_smoothing": 0.1},
     lambda i, p: i["weight"][:, 0] * F.cross_entropy(i["x"], classes, label_smoothing=0.1, reduction="none"))
case("SoftmaxCE", {"inputs": ["x", "y"]}, lambda i, p: cross_entropy(i["x"], i["y"]))
for logits in ("x", "big"):
    case("SigmoidCE", {"input": logits, "target": 1},
         lambda i, p: F.binary_cross_entropy_with_logits(i[logits], torch.ones(10, 4), reduction="none").sum(1))
case("SigmoidCE", {"inputs": ["x", "code"]}, lambda i, p: F.binary_cross_entropy_with_logits(
    i["x"], code.to(torch.float64).unsqueeze(1).expand(10, 4), reduction="none").sum(1))


def sampled_softmax(x, weight, bias):
    drawn = torch.tensor(IDS["sampled"])
    label = (x * weight[tokens]).sum(1, keepdim=True) + bias[tokens]
    others = x @ weight[drawn].T + bias[drawn].T - (torch.tensor(LOG_Q)[drawn] + math.log(len(drawn)))
    others = others.masked_fill(drawn.unsqueeze(0) == tokens.unsqueeze(1), -math.inf)
    return torch.logsumexp(torch.cat([label, others], 1), 1) - label[:, 0]


case("SampledSoftmaxCE", {"inputs": ["x", "tokens", "sampled"]},
     lambda i, p: sampled_softmax(i["x"], p["weight"], p["bias"]), {"weight": (7, 4), "bias": (7, 1)})
case("SampledSoftmaxCE", {"inputs": ["x", "tokens", "sampled"], "weight": "table.weight", "bias": False},
     lambda i, p: sampled_softmax(i["x"], p["table.weight"], torch.zeros(7, 1)), {"table.weight": (7, 4)}, table=4)



# A softmax by itself, and losses of what it gives
def squared_error(values, q):
    return F.mse_loss(values, q, reduction="none").sum(1) / 2


one_hot = F.one_hot(classes, 4).to(torch.float64)
for scores in ("x", "big"):
    case("Softmax", {"input": scores}, lambda i, p: F.softmax(i[scores], 1))
case("SquaredError", {"inputs": ["x", "class"]}, lambda i, p: squared_error(i["x"], one_hot))
case("SquaredError", {"inputs": ["x", "y", "weight"]},
     lambda i, p: i["weight"][:, 0] * squared_error(i["x"], i["y"]))
case("CrossEntropy", {"inputs": ["probability", "class"]},
     lambda i, p: F.nll_loss(torch.log(i["probability"]), classes, reduction="none"))
case("CrossEntropy", {"inputs": ["probability", "y", "weight"]},
     lambda i, p: i["weight"][:, 0] * -(i["y"] * torch.log(i["probability"])).sum(1))

write("layers.json", golden)
