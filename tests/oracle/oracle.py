"""What the golden files share: exact inputs, PyTorch in double, compact JSON.

Values that go in are multiples of 1/1024, which float holds exactly, so that the same file serves both precisions.
"""
import json
import os

import torch

torch.set_default_dtype(torch.float64)


def draw(generator, *shape, scale=1.0):
    values = torch.randn(*shape, generator=generator) * scale
    return torch.round(values * 1024) / 1024


def leaf(values):
    return values.clone().requires_grad_(True)


def listed(tensor):
    return tensor.detach().tolist()


def write(name, golden):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    with open(path, "w") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")
