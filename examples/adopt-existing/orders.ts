import * as cloudnumbering from "pulumi-cloudnumbering";

new cloudnumbering.Order("order-2025-03-01", {
  adopt: "NO6KBG09GRTCBG6W4U3FRFNBJYM4F2BSHD",
});

new cloudnumbering.Order("order-2025-09-01", {
  adopt: "NOY6VUD3YQPIRT3ZY8ALJC2FVE5DG1K8RQ",
});
