const progress = { title: "My progress" };

export default progress;
