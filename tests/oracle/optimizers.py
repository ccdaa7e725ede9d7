"""Golden values of 50 steps of each rule, on gradients that touch some rows and repeat some ids: writes optimizers.json.

    python3 tests/oracle/optimizers.py
"""
import torch

from oracle import draw, leaf, listed, write

generator = torch.Generator().manual_seed(2)
ROWS, COLUMNS, STEPS = 6, 3, 50
start = draw(generator, ROWS, COLUMNS)
steps = []
for _ in range(STEPS):
    ids = torch.randint(0, ROWS - 1, (4,), generator=generator)  # the last row is never looked up
    steps.append({"ids": ids.tolist(), "gradient": listed(draw(generator, 4, COLUMNS))})
golden = {"start": listed(start), "steps": steps, "cases": []}


def case(config, make, sparse=False):
    weights = leaf(start)
    optimizer = make([weights])
    for step in steps:
        ids, gradient = torch.tensor(step["ids"]), torch.tensor(step["gradient"])
        if sparse:
            weights.grad = torch.sparse_coo_tensor(ids.unsqueeze(0), gradient, (ROWS, COLUMNS)).coalesce()
        else:
            weights.grad = torch.zeros(ROWS, COLUMNS).index_add(0, ids, gradient)
        optimizer.step()
    golden["cases"].append({"optimizer": config, "end": listed(weights)})


case({"type": "SGD", "lr": 0.0625, "rows": "dense"}, lambda w: torch.optim.SGD(w, lr=0.0625))
case({"type": "SGD", "lr": 0.0625, "momentum": 0.875, "rows": "dense"},
     lambda w: torch.optim.SGD(w, lr=0.0625, momentum=0.875))
case({"type": "SGD", "lr": 0.0625, "momentum": 0.875, "l2": 0.125, "rows": "dense"},
     lambda w: torch.optim.SGD(w, lr=0.0625, momentum=0.875, weight_decay=0.125))
case({"type": "Adagrad", "lr": 0.125, "epsilon": 1e-10, "rows": "lazy"},
     lambda w: torch.optim.Adagrad(w, lr=0.125, eps=1e-10), sparse=True)
case({"type": "Adagrad", "lr": 0.125, "epsilon": 1e-10, "rows": "dense"},
     lambda w: torch.optim.Adagrad(w, lr=0.125, eps=1e-10))
case({"type": "Adam", "lr": 0.03125, "rows": "dense"}, lambda w: torch.optim.Adam(w, lr=0.03125))
case({"type": "Adam", "lr": 0.03125, "l2": 0.125, "rows": "dense"},
     lambda w: torch.optim.Adam(w, lr=0.03125, weight_decay=0.125))
case({"type": "AdamW", "lr": 0.03125, "weight_decay": 0.25, "rows": "dense"},
     lambda w: torch.optim.AdamW(w, lr=0.03125, weight_decay=0.25))
# SparseAdam adds epsilon to the root before the bias correction, Adam after it: with this one it does not matter.
case({"type": "AdamW", "lr": 0.03125, "weight_decay": 0, "epsilon": 1e-18, "rows": "lazy"},
     lambda w: torch.optim.SparseAdam(w, lr=0.03125, eps=1e-18), sparse=True)

write("optimizers.json", golden)
