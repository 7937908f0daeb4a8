"""供人查看的形式：JSON 记录、核对页、终端摘要、数据框、笔记本卡片与图。

What people look at: the JSON record, the audit page, the summary in the terminal, data frames, the notebook card, figures.
Every view reads a finished `model.Report` and adds nothing to it.
"""
